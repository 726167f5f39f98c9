"""The host ran out of memory, and the kernel killed a program.

What it looks for: `Out of memory: Killed process ... (libvirtd)`, of programs that are no guests.

Why it fails a launch: a service that launches, or that launches wait for (libvirtd, nova-compute, dhcpd,
mysqld, rabbitmq), is gone until it is started again. Of another program it says that the host is short.

What to do: see what grew; start the service again; keep memory back for the host.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "
_GUESTS = ("qemu", "kvm", "CPU ")

rule = told(
    id="host-out-of-memory",
    kinds={"kernel.oom"},
    subject="process",
    noun="process",
    fields=("pid",),
    where=lambda fields: not fields["process"].startswith(_GUESTS),
    title="{where} ran out of memory: the kernel killed {name}",
    means=(
        "The whole host was out of memory, and the kernel killed {process} (pid {pid}). What that"
        " program did is undone until"
        " it is started again, and launches that need memory fail the same way."
    ),
    severity="error",
    stage="usable",
    category="compute.memory",
    says="the host ran out of memory and the kernel killed a program",
    telling=Telling(
        confidence="confirmed",
        needs_launch=True,
        beyond="not known: what took the memory; the kernel's table of processes before that line shows it",
        asks=(
            Ask("free -m", (("little available", "it goes on"),)),
            Ask("systemctl --failed", (("a service of the cloud", "it was killed and is not back"),)),
        ),
    ),
    fires=(
        (
            f"{_HEAD}Out of memory: Killed process 812 (libvirtd) total-vm:1423332kB, anon-rss:390120kB,"
            f" file-rss:112kB, shmem-rss:4kB, UID:0 pgtables:1108kB oom_score_adj:0\n"
        ),
    ),
    quiet=(f"{_HEAD}Killed process 23662 (qemu-kvm) total-vm:4242kB, anon-rss:42kB, file-rss:0kB\n",),
    fix="see what grew, start the killed service again, keep memory back for the host",
)
