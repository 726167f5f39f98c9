"""The process of a guest does not end, not even by SIGKILL.

What it looks for: `Failed to terminate process PID with SIGKILL: Device or resource busy`.

Why it fails a launch: no launch: it is a deletion or a stop that fails. The guest keeps its memory, disk
and address meanwhile.

What to do: look at what the process waits for in the kernel: storage that hangs, a device of the host.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="guest-process-stays",
    kinds={"libvirt.process_stays"},
    subject="qemu_pid",
    noun="process",
    fields=("reason",),
    title="qemu process {name} on {where} did not end on SIGKILL",
    means=(
        "A process that SIGKILL does not end waits in the kernel (state D) for I/O that "
        "does not come: storage that hangs (NFS, iSCSI, Ceph), a passed-through device, "
        "or very much memory to give back. It is a deletion, stop or migration that "
        "failed here and no launch; nova puts the instance into ERROR. A later attempt "
        "succeeds when the I/O comes back."
    ),
    severity="warning",
    stage="defined",
    category="hypervisor",
    says="the process of a guest does not end, not even by SIGKILL",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "it only took longer than libvirt waits: a large guest with devices",
                "the process is gone a minute later",
            ),
        ),
        asks=(
            Ask(
                "ps -o pid,stat,wchan:32,args -p {qemu_pid}",
                (
                    (
                        "D",
                        "it waits for I/O: look at the storage and dmesg",
                    ),
                    (
                        "nothing",
                        "it ended meanwhile: delete again",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=("task-hung", "nfs-silent", "storage-unreachable", "iscsi-lost"),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.virt.libvirt.driver "
            "libvirt.libvirtError: Failed to terminate process 4711 with SIGKILL: Device or "
            "resource busy\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix=("bring the storage back (or reboot the host), then delete the instance again"),
)
