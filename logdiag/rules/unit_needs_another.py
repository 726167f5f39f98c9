"""A service that launches need was not started, since what it needs failed.

What it looks for: `libvirtd.service: Job libvirtd.service/start failed with result 'dependency'`, with
no start after it.

Why it fails a launch: what the service does is not done.

What to do: mend the unit it needs (a mount, a device, another service), then start it.
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
    id="unit-needs-another",
    kinds={"systemd.not_started"},
    subject="unit",
    noun="service",
    where=_is_ours,
    mended_by={"systemd.started"},
    title="{name} on {where} was not started: something that it needs failed",
    means=(
        "systemd did not even try {unit}: a unit that it requires (a mount, a device, a target, "
        "another service) failed first. The lines before name that one: `Failed to mount`, "
        "`Failed to start`, `Timed out waiting for device`. Nothing is wrong with {unit} itself."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a service that launches need was not started, as what it needs failed",
    symptom_of=(
        "mount-failed",
        "boot-stopped",
    ),
    telling=Telling(
        beyond="not known: which of the units it needs failed, unless a line before tells it",
        asks=(
            Ask(
                "systemctl list-dependencies {unit} --no-pager",
                (
                    ("one in red", "mend that one first"),
                    ("none", "it came back: start the service"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd[1]: libvirtd.service: Job libvirtd.service/start failed"
            " with result 'dependency'.\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 systemd[1]: smb.service: Job smb.service/start failed with "
            "result 'dependency'.\n"
        ),
    ),
    fix="mend the unit that failed first, then start it",
)
