"""systemd-networkd could not give an interface its address or route.

What it looks for: `eth0: Could not set route: Connection timed out`, `Could not set DHCPv4 address`, with no
lease after it.

Why it fails a launch: the interface is left as failed: the machine is not reachable, though its lease was
granted.

What to do: networkctl status IFACE; networkctl reconfigure IFACE, or restart systemd-networkd.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_GIVEN_UP_FOR = ("route", "DHCP", "address", "nexthop", "link", "IPv4", "bridge", "bond", "IAID")

rule = told(
    id="interface-not-configured",
    kinds={"networkd.not_set", "networkd.gave_up"},
    subject="iface",
    noun="interface",
    fields=("what", "reason"),
    mended_by={"networkd.lease"},
    where=lambda fields: not fields["what"] or fields["what"].startswith(_GIVEN_UP_FOR),
    title="systemd-networkd could not configure {name} on {where}: {what}: {reason}",
    means=(
        "The kernel did not take the {what} of {iface}, so systemd-networkd gave the "
        "interface up (state failed) and does not try again by itself. A time-out means that "
        "the machine was too busy or stalled, not that the network is wrong."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="systemd-networkd could not configure an interface",
    telling=Telling(
        confidence="likely",
        beyond="not known: why the kernel did not answer in time, or refused",
        asks=(
            Ask(
                "networkctl status {iface}",
                (
                    (
                        "failed",
                        "networkctl reconfigure it",
                    ),
                    (
                        "configured",
                        "it is over",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        ("Nov 22 06:16:00 nc01 systemd-networkd[685]: eth0: Could not set route: Connection timed out\n"),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 systemd-networkd[685]: eth0: DHCPv4 address 172.31.0.10/16 via "
            "172.31.0.1\n"
        ),
        ("Nov 22 06:16:00 nc01 systemd-networkd[685]: eth0: Could not set hostname: Access denied\n"),
    ),
    fix="networkctl reconfigure the interface, or restart systemd-networkd",
)
