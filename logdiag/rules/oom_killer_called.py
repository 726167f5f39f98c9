"""The kernel looked for a process to kill for lack of memory, and its choice is not in the log.

What it looks for: `... invoked oom-killer` with no `Killed process` after it.

Why it fails a launch: some process died, or the kernel found none it may kill; which one is not told.

What to do: look at the whole kernel log of that second.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="oom-killer-called",
    kinds={"kernel.oom_invoked"},
    mended_by={"kernel.oom", "kernel.cgroup_oom", "kernel.oom_victim"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="{where} was short of memory: the kernel looked for a process to kill",
    means=(
        "A process asked for memory, there was none, and the kernel looked for one to kill. Which one"
        " was chosen is not in"
        " these lines. It may have been a limit of one cgroup, or somebody's request (sysrq)."
    ),
    severity="warning",
    stage="usable",
    category="compute.memory",
    says="the kernel looked for a process to kill for lack of memory; its choice is not told",
    symptom_of=("guest-out-of-memory", "guest-memory-limit", "host-out-of-memory", "program-memory-limit"),
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask("journalctl -k -g 'oom|Killed process' --no-pager", (("Killed process", "that one died"),)),
        ),
    ),
    fires=(
        f"{_HEAD}kworker/0:0 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0\n",
    ),
    quiet=(f"{_HEAD}Killed process 23662 (qemu-kvm) total-vm:4242kB, anon-rss:42kB, file-rss:0kB\n",),
    fix="look at the whole kernel log of that second; keep memory back for the host",
)
