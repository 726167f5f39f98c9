"""A network card does not send.

What it looks for: `NETDEV WATCHDOG: eno1 (igb): transmit queue 0 timed out`.

Why it fails a launch: the driver resets the card again and again; guests and the cloud's services lose
packets meanwhile.

What to do: firmware and driver of the card, offloads off, the cable, the switch.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="nic-hangs",
    kinds={"kernel.transmit_timeout"},
    subject="iface",
    noun="card",
    fields=("driver",),
    title="The network card {name} of {where} hangs",
    means=(
        "The card {iface} (driver {driver}) took packets and did not send them: the driver resets it, and"
        " what was under way is lost."
    ),
    severity="warning",
    stage="configured",
    category="network.link",
    says="a network card does not send",
    telling=Telling(
        needs_launch=True,
        asks=(Ask("ethtool -S {iface}", (("errors that grow", "card, cable or switch"),)),),
    ),
    fires=(f"{_HEAD}NETDEV WATCHDOG: eno1 (igb): transmit queue 0 timed out\n",),
    quiet=(f"{_HEAD}e1000e 0000:00:19.0 eno1: NIC Link is Up 1000 Mbps Full Duplex\n",),
    fix="update the card's firmware and driver, see cable and switch",
)
