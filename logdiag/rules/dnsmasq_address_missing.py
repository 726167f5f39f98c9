"""dnsmasq did not start: the address that it is to listen on is not there.

What it looks for: `failed to create listening socket for IP: Cannot assign requested address`, and no start since.

Why it fails a launch: no guest of that network gets an address from it.

What to do: see whether the address came later; start dnsmasq after it, or use bind-dynamic.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:27:03 nc01 dnsmasq[23731]: "


def is_absent(fields: Mapping[str, str]) -> bool:
    """Whether the address is not there, rather than taken by another server."""
    return fields["reason"].startswith("Cannot assign")


rule = told(
    id="dnsmasq-address-missing",
    kinds={"dnsmasq.socket_in_use"},
    subject="ip",
    noun="address",
    nouns="addresses",
    fields=("reason",),
    where=is_absent,
    mended_by={"dnsmasq.started"},
    title="dnsmasq on {where} did not start: the host does not have the address {name}",
    means=(
        "dnsmasq binds itself to {ip} at its start (bind-interfaces, listen-address) and exits where no"
        " interface has it: at a boot the bridge, VPN or virtual address was not up yet, or the address is"
        " wrong. No guest of that network gets an address from it. It may have given up after a few tries."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="dnsmasq is to listen on an address that is not there",
    symptom_of=("libvirt-dnsmasq",),
    telling=Telling(
        beyond="not known: whether the address came later, or is wrong",
        rivals=(
            (
                "another dnsmasq serves on, and a second one was started by hand",
                "pgrep -a dnsmasq shows one that is older",
            ),
        ),
        asks=(
            Ask(
                "ip -br addr",
                (
                    ("{ip} is there", "it came later: start dnsmasq again, and set bind-dynamic"),
                    ("it is not", "bring its interface up, or correct listen-address"),
                ),
            ),
        ),
    ),
    fires=(f"{_HEAD}failed to create listening socket for 172.31.4.1: Cannot assign requested address\n",),
    quiet=("Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: started, version 2.90 DNS disabled\n",),
    fix="bind-dynamic instead of bind-interfaces, or start it after its network; then start it again",
)
