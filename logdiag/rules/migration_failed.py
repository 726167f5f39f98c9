"""A guest did not migrate.

What it looks for: libvirt's `migration job: unexpectedly failed`, qemu's `load of migration failed`.

Why it fails a launch: no launch: the guest mostly runs on where it was. An evacuated host is not emptied.

What to do: qemu's log on the destination has the reason: other version or machine type, processor, ports
49152 on closed.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="migration-failed",
    kinds={"libvirt.migration_failed", "qemu.migration_failed"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="A guest's migration, or its return from a saved state, failed on {where}: {reason}",
    means=(
        "The move of a running guest failed ({reason}). It runs on where it was, as a rule. The"
        " destination's qemu did not understand what it was sent (another version, machine type or"
        " processor), or the connection broke. A state that was saved (virsh managedsave, a snapshot with memory) is"
        " read the same way: after an update of qemu, or a change of the guest's definition, it may not fit any more."
    ),
    severity="warning",
    stage="usable",
    category="hypervisor",
    says="a guest did not migrate",
    symptom_of=(
        "cpu-features",
        "emulator-unfit",
    ),
    telling=Telling(
        asks=(
            Ask(
                "tail -n 20 /var/log/libvirt/qemu/GUEST.log",
                (("error while loading state", "the versions of qemu do not fit"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}operation failed: migration job: unexpectedly failed\n",
        (
            f"{_HEAD}internal error: qemu unexpectedly closed the monitor: 2026-11-22T06:16:00.787608Z"
            f" qemu-system-x86_64: load of migration failed: Invalid argument\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix=(
        "bring both hosts to one version of qemu, open the ports for migration; a saved state that does not fit is"
        " given up with virsh managedsave-remove GUEST, and the guest boots anew"
    ),
)
