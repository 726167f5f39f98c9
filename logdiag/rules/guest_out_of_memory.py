"""The host ran out of memory, and the kernel killed a guest.

What it looks for: `Out of memory: Killed process ... (qemu-kvm)`.

Why it fails a launch: the kernel takes the biggest process, which on a hypervisor is a guest: it is gone at
once, and the next launch meets the same.

What to do: free -m and who grew; keep memory back for the host (reserved_host_memory_mb, ksm, swap); less
overcommit of memory; find guests that were left over.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "
_GUESTS = ("qemu", "kvm", "CPU ")

rule = told(
    id="guest-out-of-memory",
    kinds={"kernel.oom"},
    subject="process",
    noun="process",
    fields=("pid",),
    where=lambda fields: fields["process"].startswith(_GUESTS),
    title="{where} ran out of memory: the kernel killed a guest ({name}, pid {pid})",
    means=(
        "The whole host was out of memory, and the kernel ended the process that freed most: the"
        " guest's {process}. The guest is"
        " gone without a word of its own. Memory is overcommitted: more is given to guests than the"
        " host can back, or a"
        " program of the host grew."
    ),
    severity="error",
    stage="usable",
    category="compute.memory",
    says="the host ran out of memory and the kernel killed a guest",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: what took the memory; the kernel's table of processes before that line shows it",
        asks=(
            Ask("free -m", (("little available", "it goes on: the next guest dies too"),)),
            Ask(
                "journalctl -k -g 'oom|Killed process' --no-pager",
                (
                    ("constraint=CONSTRAINT_NONE", "the whole host was short"),
                    ("CONSTRAINT_MEMCG", "only a limit was reached"),
                ),
            ),
        ),
        fix=(
            "start the guest again on a host with room",
            "keep memory back for the host, overcommit less, add swap",
        ),
    ),
    fires=(
        (
            f"{_HEAD}Out of memory: Killed process 23662 (qemu-system-x86) total-vm:6815744kB,"
            f" anon-rss:4194920kB, file-rss:18044kB, shmem-rss:4kB, UID:64055 pgtables:9216kB"
            f" oom_score_adj:0\n"
        ),
        f"{_HEAD}Out of memory: Kill process 23662 (qemu-kvm) score 412 or sacrifice child\n",
    ),
    quiet=(f"{_HEAD}Killed process 23662 (qemu-kvm) total-vm:4242kB, anon-rss:42kB, file-rss:0kB\n",),
    fix="keep memory back for the host, overcommit less; start the guest elsewhere",
)
