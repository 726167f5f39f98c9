"""A machine that boots from the network got no address.

What it looks for: iPXE's `Configuring (net0 ...)` that ends with `No configuration methods succeeded` or an error,
`PXE-E51`, `PXE-E16`.

Why it fails a launch: no DHCP server answered the firmware, or none with what it needs. Where a disk comes next in the
boot order this is usual for a machine that is not meant to boot from the network.

What to do: see whether its DISCOVER reaches the DHCP server: the server's log, tcpdump on the bridge.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="netboot-no-address",
    kinds={"initramfs.netboot_silent"},
    subject="mac",
    noun="machine",
    title="{many} that boots from the network got no DHCP answer: {name}",
    means=(
        "The firmware asked for an address and a boot file, and no DHCP server answered in time: none listens on"
        " that network, the machine's MAC is not known to it, the answer does not come back (VLAN, a bridge whose"
        " port is not forwarding yet, STP), or a proxyDHCP is missing."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.path",
    says="a machine that boots from the network got no address",
    symptom_of=("boot-disk-missing",),
    telling=Telling(
        confidence="likely",
        beyond="not known: whether its question reached the server",
        rivals=(("it is not meant to boot from the network, and boots from its disk next", "it runs"),),
        asks=(
            Ask(
                "tcpdump -c 4 -lnei any port 67 or port 68",
                (
                    ("only questions", "no server answers: the DHCP server's log tells why"),
                    ("nothing", "they do not get here: bridge, VLAN, port"),
                ),
            ),
        ),
    ),
    fires=(
        "Configuring (net0 52:54:00:4f:11:c9)...... No configuration methods succeeded (https://ipxe.org/040ee119)\n",
        "PXE-E51: No DHCP or proxyDHCP offers were received.\n",
    ),
    quiet=("net0: 52:54:00:4f:11:c9 using virtio-net on 0000:00:03.0 (Ethernet) [open]\n",),
    fix="have a DHCP server answer on that network, or take the network out of the machine's boot order",
)
