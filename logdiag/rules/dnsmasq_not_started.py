"""dnsmasq did not start.

What it looks for: `FAILED to start up`, and no start since.

Why it fails a launch: no DHCP and no names on that network.

What to do: mend what the line before names: the interface, the port that another server holds.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQD = "Nov 22 06:27:03 nc01 dnsmasq[23731]: "
_MLATER = "Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dnsmasq-not-started",
    kinds={"dnsmasq.not_started"},
    mended_by={"dnsmasq.started"},
    subject="host",
    noun="host",
    title="dnsmasq on {where} did not start",
    means=(
        "An interface that it is told to serve does not exist (yet), or another server (a second "
        "dnsmasq, named, systemd-resolved) holds its port. No guest of that network gets an "
        "address from it."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="dnsmasq did not start",
    symptom_of=(
        "dnsmasq-interface-missing",
        "dnsmasq-address-missing",
        "dnsmasq-config-wrong",
        "dnsmasq-cannot-listen",
        "libvirt-dnsmasq",
    ),
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "another dnsmasq serves on, and a second one was started by hand",
                "pgrep -a dnsmasq shows one that is older",
            ),
        ),
        asks=(
            Ask(
                "pgrep -a dnsmasq",
                (
                    ("nothing", "it is down"),
                    ("a process", "it serves, or another network's does"),
                ),
            ),
            Ask(
                "ss -lunp 'sport = :53 or sport = :67'",
                (("another program", "bind it elsewhere, or stop it"),),
            ),
        ),
    ),
    fires=(f"{_MASQD}FAILED to start up\n",),
    quiet=((f"{_MLATER}started, version 2.90 DNS disabled\n"),),
    fix="mend what it names, and start it again",
)
