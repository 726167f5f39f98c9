"""The node has too little disk for instances.

What it looks for: `insufficient available work space`, `insufficient disk space for virtual machines`,
`sum of work and cache sizes exceeds available disk space`, ERR-1003.

Why it fails a launch: the node component does not start, or instances fail when their disk is made.

What to do: free the disk of INSTANCE_PATH, or lower NC_WORK_SIZE and NC_CACHE_SIZE.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_FAULT = "  ERR-1003 2014-12-14 23:29:56Z "

rule = told(
    id="euca-disk-short",
    kinds={"nc.work_space_short", "nc.disk_short", "nc.sizes_too_large", "eucafault.low_disk"},
    subject="host",
    noun="host",
    fields=(
        "free",
        "path",
    ),
    title="Eucalyptus' node has too little disk for instances",
    means=(
        "Each instance needs its disk under INSTANCE_PATH/work, and each image a place in the "
        "cache. The node says that there is too little: it offers no slots or does not start, and"
        " launches fail with 'failed to prepare images', or are refused for lack of resources."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the node has too little disk for instances",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "df -h /var/lib/eucalyptus/instances",
                (
                    ("full", "free it: old work folders, logs"),
                    ("space left", "the sizes in eucalyptus.conf are larger than the disk"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_EUCA}insufficient disk space for virtual machines\n"),
        (f"{_EUCA}insufficient available work space (512 MB) under /var/lib/eucalyptus/instances/work\n"),
        (f"{_FAULT}Runniing very low on disk space.\n"),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="free the disk under INSTANCE_PATH, or lower NC_WORK_SIZE and NC_CACHE_SIZE",
)
