"""A guest's qemu crashed while it ran.

What it looks for: `shutting down, reason=crashed` in the guest's log, a segfault of qemu, KVM's `internal
error. Suberror`.

Why it fails a launch: the guest is gone (or paused) without having been asked; it has to be started again.

What to do: see the kernel's log at that second: out of memory, a segfault; keep the core; update qemu.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_GUESTS = ("qemu", "kvm", "CPU ")

rule = told(
    id="guest-crashed",
    kinds={"libvirt.crashed", "qemu.kvm_stopped", "kernel.segfault", "kernel.protection_fault"},
    subject="host",
    noun="host",
    fields=("process",),
    where=lambda fields: not fields["process"] or fields["process"].startswith(_GUESTS),
    title="A guest crashed on {where}",
    means=(
        "A guest's qemu ended by a signal, or KVM stopped it, while it ran: killed for lack of"
        " memory, crashed (a segfault), or"
        " killed by hand. The guest does not come back by itself."
    ),
    severity="error",
    stage="usable",
    category="hypervisor",
    says="a guest crashed",
    symptom_of=("guest-out-of-memory", "guest-memory-limit"),
    telling=Telling(
        asks=(
            Ask(
                "journalctl -k --no-pager -n 100",
                (
                    ("Out of memory or oom-kill with qemu", "the kernel killed it"),
                    ("segfault", "qemu crashed: a bug, update it"),
                ),
            ),
            Ask("coredumpctl list --no-pager", (("qemu", "a core for a bug report"),)),
        ),
    ),
    fires=(
        "2026-11-22 06:16:16.682+0000: shutting down, reason=crashed\n",
        (
            "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] qemu-system-x86[23662]: segfault at 0 ip"
            " 00007f3c0000d4ea sp 00007fff7cfc1b10 error 4 in libc.so.6[6bf31614732b+f000]\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 kernel: chrome[23662]: segfault at 0 ip 00007f3c0000d4ea sp"
            " 00007fff7cfc1b10 error 4 in libc.so.6[6bf31614732b+f000]\n"
        ),
    ),
    fix="find who ended it in the kernel's log, then start the guest again",
)
