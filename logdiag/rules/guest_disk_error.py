"""qemu could not read or write a guest's disk.

What it looks for: qemu's `block I/O error in device 'DEVICE': REASON`.

Why it fails a launch: qemu pauses the guest (when the disk below is full, always so as it is set up by libvirt), or the
guest sees a failing disk: it does not boot, or hangs.

What to do: No space left: free the file system or pool below it, then virsh resume; else mend the storage.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="guest-disk-error",
        kinds={"qemu.disk_error"},
        subject="device",
        noun="disk",
        fields=("reason",),
        title="qemu on {where} could not read or write a guest's disk ({name}): {reason}",
        means="qemu pauses the guest at such an error, or hands it on as a failing disk.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="qemu could not read or write a guest's disk",
        symptom_of=("disk-failing", "thin-pool-full", "storage-paths-lost", "iscsi-lost", "nfs-silent"),
        telling=Telling(
            confidence="confirmed",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "virsh list --all",
                    (("paused", "mend the storage, then virsh resume"), ("running", "it went on")),
                ),
                Ask("df -h", (("100%", "that file system is full: free it"),)),
            ),
        ),
        fires=(
            "2026-11-22T06:16:00.428482Z qemu-kvm: block I/O error in device 'drive-virtio-disk0': No space left on"
            " device (28)\n",
        ),
        quiet=(
            "2026-11-22T06:16:00.428482Z qemu-system-x86_64: -device virtio-blk-pci,scsi=off: warning: 'scsi' is"
            " deprecated\n",
        ),
        fix="mend the storage, then resume the guest (virsh resume)",
    )
)
