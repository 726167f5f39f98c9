"""Packets are bigger than the interface they are sent to allows.

What it looks for: `tap0e778df8-ca: dropped over-mtu packet: 8950 > 1450`.

Why it fails a launch: small packets pass (ping, DHCP), big ones vanish: SSH hangs after the login, metadata
and downloads hang, storage traffic breaks.

What to do: give guest, tap, bridge and the network's overlay one MTU: what DHCP hands out must be the
overlay's.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="mtu-mismatch",
    kinds={"kernel.over_mtu"},
    subject="iface",
    noun="interface",
    fields=(),
    title="Packets too big for {name} are dropped on {where}: the MTUs do not agree",
    means=(
        "Something sends packets bigger than the MTU of {iface}, and the bridge drops them without an"
        " answer. Small packets"
        " (ping, DHCP) pass and big ones vanish, so that SSH, metadata and downloads hang though the"
        " guest has its address."
    ),
    severity="warning",
    stage="configured",
    category="network.link",
    says="packets bigger than an interface's MTU are dropped",
    telling=Telling(
        asks=(
            Ask(
                "ip -d link show {iface}",
                (("mtu smaller than the guest's", "hand the smaller one out by DHCP, or raise this one"),),
            ),
        ),
    ),
    fires=(f"{_HEAD}tap0e778df8-ca: dropped over-mtu packet: 8950 > 1450\n",),
    quiet=(f"{_HEAD}device tap0e778df8-ca entered promiscuous mode\n",),
    fix="give guest, tap, bridge and overlay one MTU",
)
