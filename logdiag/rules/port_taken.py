"""A port that a program wants to listen on is taken by another.

What it looks for: the system's own words `Address already in use` at the end of what any program says.

Why it fails a launch: the service that did not get its port (DNS or DHCP of a bridge, an API, a console)
serves nobody.

What to do: ss -lntup: who has the port; stop that, or give one of both another port or address.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="port-taken",
    kinds={"errno.port_taken"},
    subject="program",
    noun="program",
    fields=("task", "rest"),
    where=has_failed,
    title="An address to listen on is already in use on {where}: {name}",
    means=(
        "Another process listens on the address and port that the program asked for "
        "({task}). For port 53 that is mostly systemd-resolved, named or a second dnsmasq; "
        "for 67 another DHCP server; else an earlier process that did not end."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="a port that a program wants to listen on is taken by another",
    symptom_of=(
        "dnsmasq-not-started",
        "display-port-taken",
        "nova-console-port-taken",
        "kea-socket-refused",
        "libvirt-dnsmasq",
    ),
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: who has the port",
        rivals=(
            (
                "it tried again later and got it",
                "a line that it started stands after this",
            ),
        ),
        asks=(
            Ask(
                "ss -lntup",
                (
                    (
                        "another program",
                        "stop it, or change its address",
                    ),
                    (
                        "the program itself",
                        "it is running already",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 lxd-bridge.start[14835]: dnsmasq: failed to create listening "
            "socket for 172.31.0.1: Address already in use\nNov 22 06:16:00 nc01 libvirtd[902]: "
            "libvirt version: 9.0.0\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 lxd-bridge.start[14835]: dnsmasq: failed to create listening "
            "socket for 172.31.0.1: Permission denied\n"
        ),
    ),
    fix="stop the other one, or give one of both another port",
)
