"""Kea has no interface to listen on.

What it looks for: `DHCPSRV_NO_SOCKETS_OPEN` and `DHCP4_OPEN_SOCKETS_FAILED`. Unlike dhcpd it runs on.

Why it fails a launch: no guest is heard.

What to do: give the interfaces their addresses, and name them in interfaces-config.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "

rule = told(
    id="kea-listens-nowhere",
    kinds={"kea.no_sockets", "kea.sockets_failed"},
    subject="host",
    noun="host",
    title="Kea on {where} listens on no interface: no guest is heard",
    means=(
        "Every interface that it is told to serve is down, without an IPv4 address, or held by "
        "another DHCP server; Kea runs on all the same, and serves nobody. That taps without an "
        "address are named beside it is no fault: requests arrive on the bridge."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="Kea has no interface to listen on",
    telling=Telling(
        confidence="likely",
        rivals=(("it was told to open them again later and did", "a later DHCP4_LEASE_ALLOC"),),
        asks=(
            Ask(
                "ss -lunp 'sport = :67'",
                (
                    ("nothing of kea", "it is deaf: see the interfaces"),
                    ("another server", "stop one of them"),
                ),
            ),
            Ask("ip -br addr", (("the bridge without address", "give it one, then restart Kea"),)),
        ),
    ),
    fires=(
        (
            f"{_KEA}WARN  [kea-dhcp4.dhcpsrv.140] DHCPSRV_NO_SOCKETS_OPEN no interface configured "
            f"to listen to DHCP traffic\n"
        ),
    ),
    quiet=(
        (
            f"{_KEA}WARN  [kea-dhcp4.dhcpsrv.140] DHCPSRV_OPEN_SOCKET_FAIL failed to open socket: "
            f"the interface vnet1 has no usable IPv4 addresses configured\n"
        ),
    ),
    fix="give the interface its address, and restart Kea",
)
