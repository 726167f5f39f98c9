"""A service may not read or write a file of its own.

What it looks for: `[Errno 13] Permission denied: 'PATH'` in what any Python service says.

Why it fails a launch: a key, a configuration, a socket or a directory that cannot be opened stops
whatever needs it.

What to do: look at the owner and the mode of that path, and of the directories above it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service
from logdiag.tasks import has_failed

rule = by_service(
    told(
        id="python-file-denied",
        kinds={"python.file_denied"},
        subject="program",
        noun="service",
        fields=("path", "task"),
        where=has_failed,
        title="{name} on {where} may not open {path}",
        means=(
            "The system denied the service's user that file: owner or mode are wrong (made "
            "by root, copied by another tool, a volume of a container with other user ids), "
            "a directory above it is closed, or AppArmor or SELinux forbids it. Keystone "
            "cannot give out tokens without its fernet keys, nova cannot boot from a disk it "
            "may not open."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="a service may not read or write a file of its own",
        telling=Telling(
            confidence="likely",
            needs_launch=True,
            rivals=(
                (
                    "AppArmor or SELinux forbids it, not the mode",
                    "a denial in the kernel's or audit's log at that second",
                ),
            ),
            asks=(
                Ask(
                    "namei -l {path}",
                    (
                        (
                            "another owner than the service's user",
                            "chown it to that user",
                        ),
                        (
                            "the owner is right",
                            "look for a denial: journalctl -k",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=("apparmor-denied", "selinux-denied", "nova-access-denied"),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager PermissionError: [Errno "
                "13] Permission denied: '/var/lib/nova/instances/locks'\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix="give the path the owner and mode that the service's user needs",
    )
)
