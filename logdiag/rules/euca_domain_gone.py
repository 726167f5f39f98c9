"""An instance's domain vanished from libvirt.

What it looks for: `hypervisor failed to find domain, assuming it was shut off`, `hypervisor reported
previously running domain as Crashed`.

Why it fails a launch: the guest ended without being told to: it crashed, was killed for memory, or shut
itself down.

What to do: the kernel's log for the OOM killer, and the domain's log.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-domain-gone",
    kinds={"nc.domain_gone", "nc.domain_stopped"},
    asked_by={"nc.termination_requested", "nc.reboot_requested"},
    subject="instance",
    noun="instance",
    title="{many} on {where} ended without being told to: {name}",
    means=(
        "The domain ran and is gone: qemu crashed, the kernel killed it for memory, somebody "
        "stopped it by virsh, or the guest shut itself down."
    ),
    severity="warning",
    stage="usable",
    category="hypervisor",
    says="an instance's domain vanished from libvirt",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "the guest shut itself down, or was told to",
                "termination requested, shutdown in its console",
            ),
            ("killed for memory", "kernel: Out of memory: Killed process ... (qemu-kvm)"),
        ),
        asks=(
            Ask(
                "tail -n 5 /var/log/libvirt/qemu/{instance}.log",
                (
                    ("shutting down, reason=crashed", "qemu crashed"),
                    ("terminating on signal 15", "somebody stopped it"),
                ),
            ),
        ),
    ),
    symptom_of=("host-out-of-memory",),
    fires=((f"{_EUCA}[i-7C4F3DF4] hypervisor failed to find domain, assuming it was shut off\n"),),
    quiet=(
        (f"{_EUCA}[i-7C4F3DF4] booting\n"),
        (
            "2014-12-14 23:29:50  INFO | [i-7C4F3DF4] rebooting requested\n"
            "2014-12-14 23:29:53  WARN | [i-7C4F3DF4] hypervisor reported previously running domain as Shutdown\n"
        ),
    ),
    fix="look for the OOM killer and at the domain's log",
)
