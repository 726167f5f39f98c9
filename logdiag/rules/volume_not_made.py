"""libvirt could not make or open a volume of a pool.

What it looks for: libvirt's `Failed to create file 'PATH': REASON`, `cannot create path 'PATH': REASON`,
`cannot open volume 'PATH': REASON`.

Why it fails a launch: the disk of a new guest is not made, or not found when it starts.

What to do: Permission denied on NFS: the export squashes root; else owner, mode, room.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="volume-not-made",
        kinds={"libvirt.file_refused"},
        subject="path",
        noun="volume",
        fields=("reason",),
        title="libvirt on {where} could not make or open a volume: {name}: {reason}",
        means=(
            "The file of a volume was not made or opened: {path}: {reason}. On NFS libvirtd is root, and a server that"
            " squashes root (the default of exports) refuses it."
        ),
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="libvirt could not make or open a volume of a pool",
        symptom_of=(
            "filesystem-read-only",
            "nfs-silent",
            "apparmor-denied",
            "selinux-denied",
            "no-space-left",
        ),
        telling=Telling(
            confidence="likely",
            asks=(
                Ask(
                    "findmnt -T {path}",
                    (
                        ("nfs", "root_squash of the export, or the owner of the folder there"),
                        ("another file system", "owner and mode of the folder, room, and security policy"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 libvirtd[1402]: Failed to create file '/srv/images/disk9.qcow2': Permission denied\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 libvirtd[1402]: End of file while reading data: Input/output error\n",
        ),
        fix="export with no_root_squash, or give the folder to the user that libvirt makes volumes as",
    )
)
