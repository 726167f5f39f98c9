"""LVM got no lock for a shared volume.

What it looks for: lvmlockd's `VG NAME lock failed: REASON`, `VG NAME lock skipped: REASON`, `Global lock
failed: REASON`, `LV locked by other host: VG/LV`.

Why it fails a launch: without the lock a volume on shared storage is not activated: a guest on it does not
start, and no new disk is made.

What to do: who has the lock (a guest that runs elsewhere, a host that crashed), and whether sanlock reaches
its leases.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="lvm-lock-refused",
    kinds={"lvm.lock_refused", "lvm.lock_elsewhere"},
    subject="volume",
    noun="volume",
    fields=("group", "reason"),
    title="LVM on {where} got no lock for a shared volume: {reason}",
    means=(
        "Volumes on storage that several hosts share are activated under a lock (lvmlockd with sanlock or dlm). Here it"
        " was refused: group {group}, volume {name}. `LV locked by other host`: another host has the volume active, or"
        " crashed or was started again without giving its lease back. Storage errors: the leases on the storage could"
        " not be read or renewed in time (slow disks, a lost path). lvmlockd or the lockspace not running: start it"
        " first."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="LVM got no lock for a shared volume",
    symptom_of=("storage-lease-lost", "storage-paths-lost", "iscsi-login-failed", "iscsi-lost"),
    telling=Telling(
        confidence="likely",
        beyond="not known: who holds the lock",
        asks=(
            Ask(
                "lvmlockctl --info",
                (
                    ("the lockspace is listed", "the lease of that volume is another host's: end it there"),
                    ("nothing", "vgchange --lock-start the group"),
                ),
            ),
            Ask(
                "sanlock client status",
                (("the lockspace with ADD or no host", "sanlock does not reach its leases"),),
            ),
        ),
    ),
    fires=("Nov 22 06:16:00 nc01 lvm[812]:   VG vg0 lock failed: held by other host.\n",),
    quiet=('Nov 22 06:16:00 nc01 lvm[812]:   2 logical volume(s) in volume group "vg0" now active\n',),
    fix="deactivate the volume on the host that has it, or let a dead host's lease run out; mend slow storage",
)
