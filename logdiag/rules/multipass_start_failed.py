"""Multipass could not start a machine.

What it looks for: `start failed`, `launch failed`, and what qemu said and how it ended, as multipassd wrote it down.

Why it fails a launch: the machine did not start; multipassd does not try again.

What to do: mend what qemu names: rights on /dev/kvm, the image, memory.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="multipass-start-failed",
        kinds={"multipass.start_failed"},
        subject="host",
        fields=("reason",),
        title="Multipass on {where} could not start a machine: {reason}",
        means="multipassd started qemu for the machine, and it ended: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="Multipass could not start a machine",
        symptom_of=("multipass-not-started", "kvm-no-access", "kvm-forbidden", "apparmor-denied"),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "journalctl -u snap.multipass.multipassd --no-pager -n 50",
                    (("a line of qemu before the end", "that is the reason"),),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 multipassd[3496]: [2026-11-22T06:16:00.310] [warning] [noble] Could not access"
            " KVM kernel module: Permission denied\n",
            'Nov 22 06:16:00 nc01 multipassd[3496]: start failed: instance "noble" shutdown during start\n',
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 multipassd[3496]: [2026-11-22T06:16:00.310] [info] [noble] process started\n",
        ),
        fix="mend what qemu names, then start the machine again",
    )
)
