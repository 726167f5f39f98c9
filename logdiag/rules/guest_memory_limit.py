"""A guest reached the memory limit of its cgroup and was killed; the host itself had memory.

What it looks for: `Memory cgroup out of memory: Killed process ... (qemu-system-x86)`.

Why it fails a launch: the limit of the pod, container or scope leaves no room for what qemu needs beside
the guest's own memory (video, page tables, buffers of its disks): the guest dies when it uses what it was
given.

What to do: raise the limit of that cgroup above the guest's memory by qemu's overhead (a few hundred MB and
more), or give the guest less. More memory for the host does not help.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "
_GUESTS = ("qemu", "kvm", "CPU ")

rule = told(
    id="guest-memory-limit",
    kinds={"kernel.cgroup_oom"},
    subject="process",
    noun="process",
    fields=("pid",),
    where=lambda fields: fields["process"].startswith(_GUESTS),
    title=(
        "A guest on {where} was killed by the memory limit of its cgroup ({name}, pid {pid}), not for"
        " want of memory on the host"
    ),
    means=(
        "The guest's {process} reached the memory limit of its own cgroup (a pod, a container, a"
        " scope) and was killed; the"
        " host had memory left. The limit leaves no room for qemu's overhead: what qemu needs beside"
        " the memory that the"
        " guest was given. More memory for the host does not help."
    ),
    severity="error",
    stage="usable",
    category="compute.memory",
    says="a guest was killed by the memory limit of its cgroup",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: which limit; the line oom-kill:constraint= names its cgroup",
        asks=(
            Ask(
                "journalctl -k -g 'oom-kill:' --no-pager",
                (("oom_memcg=", "the cgroup that is limited; its memory.max is the limit"),),
            ),
            Ask(
                "systemd-cgtop -m -n 1",
                (("the guest's cgroup at its limit", "raise it by qemu's overhead"),),
            ),
        ),
        fix=(
            (
                "raise the cgroup's limit above the guest's memory by qemu's overhead, or give the guest"
                " less memory"
            ),
        ),
    ),
    fires=(
        (
            f"{_HEAD}Memory cgroup out of memory: Killed process 20417 (qemu-system-x86)"
            f" total-vm:6815744kB, anon-rss:4194920kB, file-rss:18044kB, shmem-rss:4kB, UID:0"
            f" pgtables:9216kB oom_score_adj:872\n"
        ),
        f"{_HEAD}Memory cgroup out of memory: Kill process 20417 (qemu-kvm) score 997 or sacrifice child\n",
    ),
    quiet=(
        (
            f"{_HEAD}Memory cgroup out of memory: Killed process 20417 (java) total-vm:6815744kB,"
            f" anon-rss:4194920kB\n"
        ).replace("Memory cgroup out of memory: K", "k"),
    ),
    fix="raise the cgroup's memory limit above the guest's memory by qemu's overhead",
)
