"""A service that launches need was not started, since a unit it requires failed.

What it looks for: `Job UNIT/start failed with result 'dependency'`, of hypervisors, DHCP servers and cloud
services.

Why it fails a launch: the service was never tried; what failed is another unit, told just before.

What to do: systemctl list-dependencies UNIT; mend the failed one and start both.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.rules.unit_failed import is_launching

rule = told(
    id="unit-dependency-failed",
    kinds={"systemd.dependency_missing"},
    subject="unit",
    noun="service",
    mended_by={"systemd.started"},
    where=is_launching,
    title="{name} on {where} was not started: a unit that it requires failed",
    means=(
        "systemd did not try {unit}: a mount, bridge, socket or service that it requires had "
        "failed before. That one is the cause; it is told in the lines before this."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a service that launches need was not started, since a unit it requires failed",
    symptom_of=("unit-failed", "unit-cannot-run"),
    telling=Telling(
        confidence="likely",
        beyond="not known: which unit failed",
        asks=(
            Ask(
                "systemctl list-dependencies --failed {unit}",
                (
                    (
                        "a unit",
                        "that one is the cause",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd[1]: lxd.service: Job lxd.service/start failed with "
            "result 'dependency'.\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 systemd[1]: home.mount: Job home.mount/start failed with "
            "result 'dependency'.\n"
        ),
    ),
    fix="mend the unit that failed, then start this one",
)
