"""LVM refuses to activate a volume.

What it looks for: `Activation of logical volume POOL is prohibited while logical volume POOL_tmeta is active`,
`Refusing activation of partial LV`.

Why it fails a launch: the disk, or the pool with all disks in it, is not there for guests.

What to do: deactivate the part that is left active, or bring the missing disk back.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="lvm-activation-refused",
    kinds={"lvm.activation_prohibited", "lvm.activation_partial", "lvm.activation_duplicate"},
    subject="volume",
    noun="volume",
    fields=("other",),
    title="LVM on {where} refuses to activate {name}",
    means=(
        "{volume} was not activated. Where another part is named (a pool's _tmeta or _tdata), that part is active by"
        " itself, left so by a repair or a start that broke off; where the volume is partial, a disk of its group is"
        " missing; where devices are called duplicate, two disks carry one and the same physical volume: a clone or"
        " snapshot of a disk, a guest's disk that the host sees, or two paths to one disk without multipath."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="LVM refuses to activate a volume",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: who left it so",
        asks=(
            Ask(
                "lvs -a",
                (
                    (
                        "_tmeta or _tdata is active (a in its attributes)",
                        "lvchange -an that part, then lvchange -ay the pool",
                    ),
                    ("[unknown] among the devices", "a disk is missing: bring it back"),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 lvm[812]:   Activation of logical volume vg0/instances is prohibited while logical volume"
        " vg0/instances_tmeta is active.\n",
    ),
    quiet=('Nov 22 06:16:00 nc01 lvm[812]:   2 logical volume(s) in volume group "vg0" now active\n',),
    fix="deactivate the part that was left active (lvchange -an), then activate the pool",
)
