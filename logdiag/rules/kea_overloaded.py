"""Kea drops requests, since more come than it can answer.

What it looks for: `DHCP4_PACKET_QUEUE_FULL`.

Why it fails a launch: in a storm of boots guests wait for their time-outs.

What to do: a longer queue, more threads; launch in smaller batches.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "

rule = told(
    id="kea-overloaded",
    kinds={"kea.queue_full"},
    subject="host",
    noun="host",
    title="Kea on {where} drops requests: more come than it can answer",
    means=(
        "Many guests boot at once and Kea's queue is full. Guests ask again after some seconds, "
        "so that most get their address late."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.server",
    says="Kea drops requests, since more come than it can answer",
    telling=Telling(
        confidence="likely",
        rivals=(("the lease database is slow", "its disk or SQL server is busy"),),
    ),
    fires=(
        (
            f"{_KEA}WARN  [kea-dhcp4.dhcp4.140] DHCP4_PACKET_QUEUE_FULL multi-threading packet "
            f"queue is full\n"
        ),
    ),
    quiet=((f"{_KEA}INFO  [kea-dhcp4.dhcp4.140] DHCP4_STARTED Kea DHCPv4 server version 2.2.0 started\n"),),
    fix="raise packet-queue-size and thread-pool-size",
)
