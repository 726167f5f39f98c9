"""Ganeti could not start an instance.

What it looks for: `Failed to start instance NAME: exited with exit code 1 (REASON` in node-daemon.log or a
job.

Why it fails a launch: the emulator that Ganeti ran ended at once.

What to do: mend what the reason names.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="ganeti-start-failed",
        kinds={"ganeti.start_failed"},
        subject="instance",
        fields=("reason",),
        title="Ganeti did not start {name}: {reason}",
        means="The emulator that Ganeti ran ended at once with: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="Ganeti could not start an instance",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "gnt-instance list",
                    (("ERROR_down", "it still does not run"), ("running", "it is over")),
                ),
            ),
        ),
        fires=(
            "2026-11-22 06:16:00,534: ganeti-noded pid=3312 ERROR Failed to start instance "
            "vm7.example.org: exited with exit code 1 (Could not access KVM kernel module: No such "
            "file or directory\n",
        ),
        quiet=("2026-11-22 06:16:00,402: ganeti-noded pid=3312 INFO RunCmd /usr/bin/kvm --help\n",),
        fix="mend what the reason names and start it again",
    )
)
