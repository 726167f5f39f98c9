"""A thin pool is full, or nearly.

What it looks for: `switching pool to out-of-data-space mode`, `reached low water mark for data device`,
`critical space allocation error`.

Why it fails a launch: writes to a full pool wait for a minute and then fail: guests' file systems break,
new disks are not made.

What to do: lvs -a; lvextend the pool (its metadata too); remove what nobody needs;
thin_pool_autoextend_threshold.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="thin-pool-full",
    kinds={"kernel.thin_full", "kernel.thin_low", "kernel.space_error"},
    subject="device",
    noun="pool",
    fields=("policy",),
    title="The thin pool {name} of {where} is full, or nearly",
    means=(
        "Disks on a thin pool promise more than the pool has. At the low water mark it asks to be"
        " extended; when it is full,"
        " writes wait for a minute and then fail, which breaks the file systems of all guests on it"
        " and every new disk."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a thin pool is full, or nearly",
    telling=Telling(
        asks=(
            Ask(
                "lvs -a -o lv_name,data_percent,metadata_percent",
                (("100.00", "full: lvextend it now"), ("below 90", "it was extended meanwhile")),
            ),
        )
    ),
    fires=(
        f"{_HEAD}device-mapper: thin: 253:4: switching pool to out-of-data-space (queue IO) mode\n",
        f"{_HEAD}device-mapper: thin: 253:4: reached low water mark for data device: sending event.\n",
    ),
    quiet=(f"{_HEAD}EXT4-fs (dm-0): mounted filesystem with ordered data mode\n",),
    fix="lvextend the pool and its metadata, remove what nobody needs",
)
