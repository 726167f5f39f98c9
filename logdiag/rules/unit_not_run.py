"""systemd could not even run a service that launches need.

What it looks for: `Failed at step NAMESPACE spawning ...` (EXEC, USER, CHDIR and the like), of
hypervisors, DHCP servers and cloud services, with no start after it.

Why it fails a launch: what the service does is not done.

What to do: mend what the step names, then start it.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.rules.unit_failed import OURS


def _is_ours(told: Mapping[str, str]) -> bool:
    """Whether launches need the service."""
    return told["unit"].startswith(OURS)


rule = told(
    id="unit-not-run",
    kinds={"systemd.exec_failed"},
    subject="unit",
    noun="service",
    fields=(
        "step",
        "path",
        "reason",
    ),
    where=_is_ours,
    mended_by={"systemd.started"},
    title="systemd could not run {name} on {where}: step {step}, {reason}",
    means=(
        "systemd failed before the program's first word, at {path}. Step EXEC: the program (or "
        "its interpreter) is missing or may not be run. NAMESPACE: a folder of ReadWritePaths, "
        "PrivateTmp or the like does not exist, or the mount is forbidden. USER or GROUP: there "
        "is no such user. CHDIR: WorkingDirectory is missing. Nothing is in the program's own "
        "log."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="systemd could not run a service that launches need",
    symptom_of=(
        "apparmor-denied",
        "selinux-denied",
    ),
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "systemctl cat {unit}",
                (
                    ("a path that does not exist", "make it, or take it out"),
                    ("a user that does not exist", "make it"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd[21740]: neutron-dhcp-agent.service: Failed at step "
            "NAMESPACE spawning /usr/bin/neutron-dhcp-agent: No such file or directory\n"
        ),
        (
            "Nov 22 06:16:00 nc01 systemd[21740]: libvirtd.service: Failed at step EXEC spawning "
            "/usr/sbin/libvirtd: No such file or directory\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 systemd[21740]: logrotate.service: Failed at step EXEC spawning"
            " /usr/sbin/logrotate: No such file or directory\n"
        ),
    ),
    fix="make what the step misses (a folder, a user, the program), then start it",
)
