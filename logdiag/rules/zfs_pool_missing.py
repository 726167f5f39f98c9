"""A ZFS pool is not imported, or stands still.

What it looks for: `cannot import 'POOL': REASON`, `cannot open 'POOL': no such pool`, and the kernel's `Pool 'POOL' has
encountered an uncorrectable I/O failure and has been suspended`.

Why it fails a launch: disks of guests on it are not there, or every access to them hangs.

What to do: zpool import without a name lists what could be imported and why not; zpool status what is suspended.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="zfs-pool-missing",
        kinds={"zfs.not_imported", "zfs.pool_missing"},
        subject="pool",
        noun="pool",
        fields=("reason",),
        title="The ZFS pool {name} is not imported on {where}: {reason}",
        means="Whoever keeps guests' disks in {pool} finds nothing.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="a ZFS pool is not imported",
        telling=Telling(
            confidence="likely",
            needs_launch=True,
            rivals=(("it was imported a little later in the boot", "zpool list has it"),),
            asks=(
                Ask(
                    "zpool import",
                    (
                        ("it is listed ONLINE", "import it; -f only if no other machine uses it"),
                        ("it is UNAVAIL or not listed", "its disks are not all there"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 zpool[981]: cannot import 'tank': pool was previously in use from another system.\n",
        ),
        quiet=("Nov 22 06:16:00 nc01 zpool[981]: no pools available to import\n",),
        fix="import the pool once its disks are there",
    )
)
