"""A program reached the memory limit of its cgroup and was killed.

What it looks for: `Memory cgroup out of memory: Killed process ...` of programs that are no guests;
systemd's `killed by the OOM killer`.

Why it fails a launch: a service with a limit that is too small for its work dies again and again; the host
had memory.

What to do: raise the limit (MemoryMax of the unit, the container's or pod's limit), or find out why the
program grew.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "
_GUESTS = ("qemu", "kvm", "CPU ")

rule = told(
    id="program-memory-limit",
    kinds={"kernel.cgroup_oom"},
    subject="process",
    noun="process",
    fields=("pid",),
    where=lambda fields: not fields["process"].startswith(_GUESTS),
    title="{name} on {where} was killed by the memory limit of its cgroup",
    means=(
        "{process} (pid {pid}) reached the memory limit of its own cgroup (unit, container, pod) and"
        " was killed; the host had"
        " memory left. It comes back, if at all, to the same limit."
    ),
    severity="warning",
    stage="usable",
    category="compute.memory",
    says="a program was killed by the memory limit of its cgroup",
    telling=Telling(
        confidence="confirmed",
        needs_launch=True,
        asks=(Ask("systemd-cgtop -m -n 1", (("the cgroup at its limit", "raise it"),)),),
    ),
    fires=(
        (
            f"{_HEAD}Memory cgroup out of memory: Killed process 4711 (mysqld) total-vm:1423332kB,"
            f" anon-rss:390120kB\n"
        ),
    ),
    quiet=(f"{_HEAD}Killed process 23662 (qemu-kvm) total-vm:4242kB, anon-rss:42kB, file-rss:0kB\n",),
    fix="raise the cgroup's memory limit, or find out why the program grew",
)
