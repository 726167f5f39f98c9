"""A command that an agent needs is not installed.

What it looks for: `Executable not found: NAME (filter match = NAME)`, the words of rootwrap.

Why it fails a launch: the agent cannot do what it needs the command for: release leases, clear
connections, make ports.

What to do: install the package that has the command on that host or in that container.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="python-executable-missing",
    kinds={"python.executable_missing"},
    subject="executable",
    noun="command",
    title="{name} is not installed on {where}: an agent there needs it",
    means=(
        "rootwrap lets the command run, and the command is not there: its package is "
        "missing on the host or in the agent's container (dhcp_release is in "
        "dnsmasq-utils, conntrack in conntrack or conntrack-tools, ovs-vsctl in "
        "openvswitch-switch, haproxy, keepalived, radvd and ipset in packages of their "
        "names)."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a command that an agent needs is not installed",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "it is installed where exec_dirs of rootwrap.conf does not look",
                "command -v finds it",
            ),
        ),
        asks=(
            Ask(
                "command -v {executable}",
                (
                    (
                        "nothing",
                        "install it",
                    ),
                    (
                        "a path",
                        "add its directory to exec_dirs of rootwrap.conf",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR neutron.agent.l3.agent Stderr: "
            "/usr/bin/neutron-rootwrap: Executable not found: conntrack (filter match = "
            "conntrack)\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix="install the package with that command",
)
