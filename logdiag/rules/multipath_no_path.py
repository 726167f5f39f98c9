"""Network storage has no path left.

What it looks for: multipathd's `mpathc: remaining active paths: 0`, and no path back after it.

Why it fails a launch: disks on it answer nothing: guests stand still or get errors, staging hangs.

What to do: look at the fabric or the iSCSI network, and at the storage itself.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="multipath-no-path",
    kinds={"multipathd.no_path"},
    subject="device",
    noun="map",
    mended_by={"multipathd.path_left"},
    title="{name} on {where} has no path left to its storage",
    means=(
        "Every path of {device} failed. With queue_if_no_path whatever touches it hangs until a "
        "path is back; without it, disks report errors and file systems on it go read-only. All "
        "paths at once means what they share: the storage, a switch, or the host's own adapter."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="network storage has no path left",
    symptom_of=(
        "iscsi-lost",
        "bond-dead",
    ),
    telling=Telling(
        needs_launch=True,
        beyond="not known: whether the storage or the way to it is at fault",
        asks=(
            Ask(
                "multipath -ll {device}",
                (
                    ("all failed faulty", "the fabric, or the storage"),
                    ("active ready", "it came back"),
                ),
            ),
        ),
    ),
    fires=("Nov 22 06:16:00 nc01 multipathd[1102]: mpathc: remaining active paths: 0\n",),
    quiet=("Nov 22 06:16:00 nc01 multipathd[1102]: mpathc: remaining active paths: 1\n",),
    fix="bring the fabric, the iSCSI network or the storage back",
)
