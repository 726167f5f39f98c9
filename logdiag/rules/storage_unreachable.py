"""qemu could not reach the storage of a guest's disk.

What it looks for: qemu's `error connecting` (Ceph), `error reading header from IMAGE`, `iSCSI: Failed to
connect to LUN`, `Unknown protocol 'rbd'`.

Why it fails a launch: the guest's disk lies on the network: without it qemu exits.

What to do: `Connection timed out`: monitors or network; `Operation not permitted`: the key; `No such file`:
the volume is not in that pool; `Unknown protocol`: qemu's block driver is a package of its own (qemu-block-
extra).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)

rule = told(
    id="storage-unreachable",
    kinds={"qemu.storage_connect", "qemu.protocol_unknown"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="qemu on {where} could not reach the storage of a guest's disk: {reason}",
    means=(
        "The guest's disk lies on Ceph, iSCSI or another server, and qemu could not open it there."
        " Reason given: {reason}. The server or its"
        " network does not answer, the key is refused, the volume is not there, or the driver for it"
        " is not installed."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="qemu could not reach the storage of a guest's disk",
    symptom_of=("ceph-settings-missing",),
    telling=Telling(
        beyond="not known: more than the reason tells",
        asks=(
            Ask(
                "ceph -s",
                (
                    ("HEALTH_OK", "the cluster is well: key, pool or network of this host"),
                    ("a time-out", "the monitors do not answer"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_DIED}-blockdev driver=rbd: error connecting: Connection timed out\n",
        f"{_DIED}-drive file=rbd:vms/7c4f: Unknown protocol 'rbd'\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="mend the way to the storage, its key, or install qemu's driver for it",
)
