"""The machine was not online in time at boot.

What it looks for: systemd-networkd-wait-online's `Timeout occurred while waiting for network connectivity.`

Why it fails a launch: services that wait for the network start late or not at all, and a bridge without its
uplink carries no guest.

What to do: networkctl: which interface is not configured; one that asks for DHCP although it is in a bridge
never is.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="network-not-online",
    kinds={"networkd.not_online"},
    subject="host",
    title="The network of {where} was not up in time at boot",
    means=(
        "systemd waits at boot until the interfaces that it manages are configured, two "
        "minutes at most, and some was not. Often harmless: an unused port counts. A port "
        "that is in a bridge and asks for DHCP as well never gets an answer: the bridge is "
        "to ask, not the port."
    ),
    severity="warning",
    stage="usable",
    category="network.link",
    says="the machine was not online in time at boot",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        beyond="not known: which interface was waited for",
        rivals=(
            (
                "an unused port counts as not configured",
                "networkctl shows it without carrier",
            ),
        ),
        asks=(
            Ask(
                "networkctl --no-pager",
                (
                    (
                        "configuring",
                        "that one was waited for",
                    ),
                    (
                        "configured",
                        "all came up later",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd-networkd-wait-online[640]: Timeout occurred while "
            "waiting for network connectivity.\nNov 22 06:16:00 nc01 libvirtd[902]: libvirt "
            "version: 9.0.0\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 systemd-networkd[611]: br0: Gained carrier\n",),
    fix="take DHCP from ports of a bridge, or name the interfaces to wait for",
)
