"""A program is told to use an address that its host does not have.

What it looks for: the system's own words `Cannot assign requested address` in what any program says.

Why it fails a launch: the service (DNS or DHCP of a bridge, an API, an agent) does not listen, or cannot ask.

What to do: ip -br addr: is the address there by now? Start the service after its network, or correct the address.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="address-not-here",
    kinds={"errno.address_absent"},
    subject="program",
    noun="program",
    fields=("task", "rest"),
    where=has_failed,
    title="A program on {where} uses an address that the host does not have: {name}",
    means=(
        "The kernel knows no such address on this host at that moment ({task}). At a boot the program"
        " came before its interface was up: a bridge, a VPN, a virtual address that keepalived brings."
        " Else the address in its configuration is wrong, or has moved to another host."
    ),
    severity="error",
    stage="requested",
    category="network.link",
    says="a program is told to use an address that its host does not have",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: whether the address came later",
        rivals=(("it tried again later and got it", "a line that it started stands after this"),),
        asks=(
            Ask(
                "ip -br addr",
                (
                    ("the address is there", "it came later than the program: start the program again"),
                    ("it is not", "bring its interface up, or correct the configuration"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "dnsmasq-address-missing",
        "dnsmasq-not-started",
        "metadata-unreached",
        "http-server-unreachable",
    ),
    fires=(
        "Nov 22 06:16:00 nc01 memcached[809]: failed to listen on TCP port 11211: Cannot assign requested"
        " address\nNov 22 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n",
    ),
    quiet=(
        "Nov 22 06:16:00 nc01 memcached[809]: failed to listen on TCP port 11211: Permission denied\nNov 22"
        " 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n",
    ),
    fix="start it after its network (systemd: After=network-online.target), or correct the address",
)
