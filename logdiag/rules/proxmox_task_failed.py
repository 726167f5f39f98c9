"""A task of Proxmox VE that makes or starts a guest ended with an error.

What it looks for: `end task UPID:NODE:...:qmstart:104:USER: REASON` with a reason other than OK and no start
of the same guest that went well after it (qmstart, vzstart, qmcreate, qmclone, qmrestore and such), and `TASK
ERROR: REASON` of a task's own log.

Why it fails a launch: it is the last word about that very guest: it was not made or not started.

What to do: mend what the reason names; the task's own log (the task list of the node) has the lines before
it.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MAKES = frozenset(
    (
        "qmstart",
        "vzstart",
        "qmcreate",
        "vzcreate",
        "qmclone",
        "vzclone",
        "qmrestore",
        "vzrestore",
        "startall",
        "hastart",
        "qmresume",
    )
)
_WELL = ("OK", "WARNINGS", "interrupted by signal")


def _has_failed(told: Mapping[str, str]) -> bool:
    """Whether a task that makes or starts guests did not end well; a log of a task does not name it."""
    return (
        (not told["task"] or told["task"] in _MAKES)
        and not told["reason"].startswith(_WELL)
        and "already running" not in told["reason"]
    )


rule = refused(
    told(
        id="proxmox-task-failed",
        kinds={"proxmox.task_ended", "proxmox.task_error"},
        subject="guest",
        noun="guest",
        mended_by={"proxmox.started"},
        fields=("task", "reason", "node"),
        where=_has_failed,
        title="Proxmox VE did not start or make guest {name}: {reason}",
        means="The task ({task}) ended with an error: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="a task of Proxmox VE that makes or starts a guest ended with an error",
        symptom_of=(
            "proxmox-no-quorum",
            "proxmox-files-gone",
            "no-space-left",
            "guest-option-refused",
            "guest-disk-corrupt",
            "lvm-pool-damaged",
            "lvm-group-missing",
            "lvm-activation-refused",
            "zfs-pool-missing",
            "container-hook-failed",
            "container-network-failed",
            "container-profile-missing",
        ),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "pvesh get /cluster/tasks",
                    (("the same error again", "it was not mended"), ("OK", "it is over")),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 pvedaemon[1102]: <root@pam> end task "
            "UPID:nc01:00003A1B:0001C2D3:6921570A:qmstart:104:root@pam: start failed: command "
            "'/usr/bin/kvm -id 104' failed: got timeout\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 pvedaemon[1102]: <root@pam> end task "
            "UPID:nc01:00003A1B:0001C2D3:6921570A:qmstart:104:root@pam: OK\n",
            "Nov 22 06:16:00 nc01 pvedaemon[1102]: <root@pam> end task "
            "UPID:nc01:00003A1B:0001C2D3:6921570A:vncproxy:104:root@pam: Failed to run vncproxy.\n",
        ),
        fix="mend what the reason names and start the guest again",
    )
)
