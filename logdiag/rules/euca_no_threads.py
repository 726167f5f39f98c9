"""The node component cannot start a process or thread.

What it looks for: `failed to fork to start instance`, `failed to spawn a VM startup thread`, `could not
save instance struct`.

Why it fails a launch: its process limit, memory or disk is used up: no instance starts.

What to do: raise the limits of the user eucalyptus; free memory.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-no-threads",
    kinds={"nc.fork_failed", "nc.not_saved"},
    subject="instance",
    noun="instance",
    state="failed",
    title="The node component could not start {many}: no process, thread or space: {name}",
    means=(
        "fork() or pthread_create() failed, or the instance's record could not be written: the "
        "user's process limit (nproc), the node's memory, or the disk under INSTANCE_PATH is used"
        " up. It hits every launch until that is mended."
    ),
    severity="error",
    stage="prepared",
    category="limits",
    says="the node component cannot start a process or thread",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("memory is used up", "free -m"),
            ("the limit of processes is reached", "ps -u eucalyptus | wc -l beside ulimit -u"),
        ),
    ),
    fires=((f"{_EUCA}[i-7C4F3DF4] failed to fork to start instance\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="raise nproc of the user eucalyptus, free memory",
)
