"""dnsmasq cannot listen: another server has its port.

What it looks for: `failed to create listening socket for ...`, `failed to bind DHCP server socket`, and
no start since.

Why it fails a launch: no guest of that network gets an address from it.

What to do: find the other server (ss -lunp), and stop it or bind it elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told


def is_refused(fields: Mapping[str, str]) -> bool:
    """Whether something refused it, rather than that the address is not there (dnsmasq-address-missing)."""
    return not fields["reason"].startswith("Cannot assign")


rule = told(
    id="dnsmasq-cannot-listen",
    kinds={"dnsmasq.socket_in_use"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=is_refused,
    mended_by={"dnsmasq.started"},
    title="dnsmasq on {where} did not start: it cannot listen ({reason})",
    means=(
        "`Address already in use`: another server (named, systemd-resolved, unbound, a second "
        "dnsmasq or dhcpd) listens on its address or on all of them, port 53 or 67. `Permission "
        "denied`: it was not started as root. It exits, and no guest of that network gets an address from it."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="dnsmasq cannot listen: another server has its port",
    symptom_of=("libvirt-dnsmasq",),
    telling=Telling(
        rivals=(
            (
                "another dnsmasq serves on, and a second one was started by hand",
                "pgrep -a dnsmasq shows one that is older",
            ),
        ),
        asks=(
            Ask(
                "ss -lunp 'sport = :53 or sport = :67'",
                (("another program", "bind it elsewhere, or stop it"),),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:27:03 nc01 dnsmasq[23731]: failed to create listening socket for "
            "172.31.4.1: Address already in use\n"
        ),
    ),
    quiet=("Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: started, version 2.90 DNS disabled\n",),
    fix=(
        "make the other server listen elsewhere (named: listen-on; resolved: DNSStubListener=no),"
        " then start it"
    ),
)
