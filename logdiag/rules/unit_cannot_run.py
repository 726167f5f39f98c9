"""systemd could not even run a service that launches need.

What it looks for: `Failed to load environment files`, `Failed to set up mount namespacing: PATH`, `Failed at
step EXEC spawning PATH`, of hypervisors, DHCP servers and cloud services.

Why it fails a launch: the program never began, so it says nothing itself: its unit names a file or folder
that is not there.

What to do: systemctl cat UNIT: make the file or folder that it names, or mend the unit.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.rules.unit_failed import is_launching

rule = told(
    id="unit-cannot-run",
    kinds={"systemd.environment_missing", "systemd.exec_failed", "systemd.namespace_failed"},
    subject="unit",
    noun="service",
    fields=("reason",),
    mended_by={"systemd.started"},
    where=is_launching,
    title="systemd on {where} could not run {name}: {reason}",
    means=(
        "The unit asks for something that is missing or not permitted on this host: its "
        "EnvironmentFile, a folder in ReadWritePaths or StateDirectory (status "
        "226/NAMESPACE), or its program (203/EXEC). The program itself never ran, so it "
        "logged nothing."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="systemd could not even run a service that launches need",
    telling=Telling(
        confidence="likely",
        beyond="not known: which file, where the line does not name it; the unit does",
        asks=(
            Ask(
                "systemctl cat {unit}",
                (
                    (
                        "EnvironmentFile, ReadWritePaths, ExecStart",
                        "one of these paths is not there",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd[1]: neutron-l3-agent.service: Failed to load "
            "environment files: No such file or directory\n"
        ),
        (
            "Nov 22 06:16:00 nc01 (ea-dhcp4)[1543]: kea-dhcp4-server.service: Failed to set up "
            "mount namespacing: /run/systemd/unit-root/var/lib/kea: No such file or directory\n"
        ),
        (
            "Nov 22 06:16:00 nc01 systemd[1]: libvirtd.service: Failed at step EXEC spawning "
            "/usr/sbin/libvirtd: No such file or directory\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 systemd[1]: wsdd.service: Failed to load environment files: No "
            "such file or directory\n"
        ),
    ),
    fix="make the file or folder that the unit names, systemctl reset-failed and start it",
)
