"""A service may not run commands as root.

What it looks for: `FailedToDropPrivileges: privsep helper command exited non-zero`.

Why it fails a launch: interfaces, volumes and firewall rules are made as root: none of it works.

What to do: look at sudoers and rootwrap filters of that service.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="python-privsep-refused",
        kinds={"python.privsep_refused"},
        subject="program",
        noun="service",
        fields=("reason", "exit_code"),
        title=("{name} on {where} may not run commands as root: its privsep helper ended"),
        means=(
            "privsep starts a helper by sudo and rootwrap; the helper ended at once: sudo "
            "refuses the user (sudoers lacks the line, or asks for a terminal), the rootwrap "
            "filter is missing, the helper of that virtual environment is not found, or "
            "SELinux forbids it."
        ),
        severity="error",
        stage="plugged",
        category="network.plug",
        says="a service may not run commands as root",
        telling=Telling(
            confidence="likely",
            rivals=(
                (
                    "it was out of memory or file handles at that moment",
                    "only once, and later it works",
                ),
            ),
            asks=(
                Ask(
                    "sudo -l -U nova",
                    (
                        (
                            "no line for privsep-helper or rootwrap",
                            "restore the sudoers file of the package",
                        ),
                        (
                            "it is there",
                            "run the helper's command by hand and read what it says",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=("selinux-denied", "apparmor-denied", "open-files-limit", "host-out-of-memory"),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR os_vif "
                "oslo_privsep.daemon.FailedToDropPrivileges: privsep helper command exited "
                "non-zero (1)\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix=("restore the sudoers file and the rootwrap filters of that service, then restart it"),
    )
)
