"""A command that a service ran failed.

What it looks for: `Command: sudo ...` and `Stderr: ...` below `Unexpected error while running command`.

Why it fails a launch: volumes, interfaces and disks are made by commands: the action that needed this
one failed.

What to do: run the command by hand and read what it says.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="service-command-failed",
        kinds={"python.command", "python.stderr"},
        subject="host",
        noun="host",
        fields=("command", "reason"),
        within=60,
        follows={
            "python.command_broke",
            "nova.process_failed",
            "neutron.routers_broken",
            "neutron.loop_broken",
            "neutron.router_failed",
            "neutron.dhcp_failed",
        },
        title="A command that a service ran on {where} failed: {command}: {reason}",
        means=(
            "The service ran the command as root and it ended with an error; the lines below "
            "it (Exit code, Stderr) are what it said. Exit code 96 or 99 is rootwrap's own "
            "refusal; 126 and 127: not to be run, not found; above 128: ended by signal "
            "(code less 128), as 141 is a pipe that closed."
        ),
        severity="warning",
        stage="prepared",
        category="hypervisor",
        says="a command that a service ran failed",
        telling=Telling(
            confidence="possible",
            needs_launch=True,
            rivals=(
                (
                    "the service goes on, or tries again",
                    "nothing fails after it",
                ),
            ),
            asks=(
                Ask(
                    "systemctl list-units --failed",
                    (
                        (
                            "the daemon that the command talks to is listed",
                            "start it",
                        ),
                        (
                            "it is not",
                            "run the command by hand",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "python-executable-missing",
            "python-command-refused",
            "namespace-broken",
            "python-privsep-refused",
            "port-taken",
            "no-space-left",
            "nova-build-failed",
            "nova-file-missing",
            "nova-disk-full",
            "nova-bridge-missing",
            "nova-volume-late",
            "nova-volume-failed",
            "neutron-dhcp-failed",
            "neutron-bridge-refused",
            "cinder-create-failed",
            "cinder-no-space",
            "volume-group-full",
            "bridge-in-bridge",
            "neutron-rules-not-applied",
            "neutron-router-failed",
            "cinder-iscsi-login",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR cinder.volume.manager ProcessExecutionError: "
                "Unexpected error while running command.\n2026-11-02 06:11:02.120 4711 ERROR "
                "cinder.volume.manager Command: sudo cinder-rootwrap /etc/cinder/rootwrap.conf "
                "lvs --noheadings\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR cinder.volume.manager Command: sudo "
                "cinder-rootwrap /etc/cinder/rootwrap.conf lvs --noheadings\n"
            ),
        ),
        fix="mend what the command says, then try the action again",
    )
)
