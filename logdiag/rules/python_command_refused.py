"""rootwrap does not let a service run a command.

What it looks for: `Unauthorized command: COMMAND (no filter matched)`, the words of rootwrap.

Why it fails a launch: the agent cannot make interfaces, sets or rules: ports are not wired.

What to do: install the filter files that belong to the release.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="python-command-refused",
    kinds={"python.command_refused"},
    subject="host",
    noun="host",
    fields=("command",),
    title=("rootwrap on {where} does not let a service run a command that it needs: {command}"),
    means=(
        "Services run commands as root through rootwrap, which lets pass what a filter "
        "names. No filter names this command: the filter files (/etc/neutron/rootwrap.d, "
        "/usr/share/neutron/rootwrap and the like of nova and cinder) are of another "
        "release than the service, are missing, or filters_path of rootwrap.conf does "
        "not name their directory. The command was not run."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="rootwrap does not let a service run a command",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the filter is there, and wants the command at another path",
                "the filter names another path than exec_dirs finds",
            ),
        ),
        asks=(
            Ask(
                "grep -n filters_path /etc/neutron/rootwrap.conf",
                (
                    (
                        "a directory without filters for that command",
                        "install the filter files of the service's own release",
                    ),
                    (
                        "it has them",
                        "compare the path of the command",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR neutron.agent.linux.utils Stderr: "
            "/usr/bin/neutron-rootwrap: Unauthorized command: ipset create -exist NIPv4a "
            "hash:net family inet (no filter matched)\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix="install the rootwrap filters that belong to the service's release",
)
