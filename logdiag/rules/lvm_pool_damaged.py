"""The metadata of an LVM thin pool is damaged.

What it looks for: `Check of pool POOL failed (status:N). Manual repair required!`, `Thin pool ... transaction_id is N,
while expected M`.

Why it fails a launch: LVM does not activate the pool, so that no disk in it is there: guests on it do not start, and
no new disk is made.

What to do: lvconvert --repair the pool with everything on it stopped; keep a copy of the metadata first.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="lvm-pool-damaged",
    kinds={"lvm.pool_check_failed", "lvm.pool_transaction"},
    subject="pool",
    noun="pool",
    fields=("status", "found", "expected"),
    title="The LVM thin pool {name} of {where} is damaged and not activated",
    means=(
        "LVM checks the metadata of a thin pool before it activates it, and the check failed (a power failure, a full"
        " metadata volume, a broken disk), or kernel and LVM do not agree on how far it had got (transaction_id)."
        " Every disk in the pool {pool} is away until it is repaired."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the metadata of an LVM thin pool is damaged",
    symptom_of=("disk-failing", "filesystem-read-only"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: what damaged it",
        asks=(
            Ask(
                "lvs -a -o lv_name,lv_attr,metadata_percent",
                (
                    ("the pool is not active", "repair it; a copy of its metadata first"),
                    ("the pool is active", "it was repaired since"),
                    ("metadata near 100", "it ran full: enlarge _tmeta when it is repaired"),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 lvm[812]:   Check of pool vg0/instances failed (status:1). Manual repair required!\n",
        "Nov 22 06:16:00 nc01 lvm[812]:   Thin pool vg0-instances-tpool (253:4) transaction_id is 4542, while expected"
        " 4544.\n",
    ),
    quiet=('Nov 22 06:16:00 nc01 lvm[812]:   2 logical volume(s) in volume group "vg0" now active\n',),
    fix=(
        "stop what uses the pool, copy its metadata, lvconvert --repair it; if only transaction_id differs, correct it"
        " with vgcfgrestore"
    ),
)
