"""A file on NFS vanished on its server under those who use it.

What it looks for: the system's own words `Stale file handle` at the end of what any program says.

Why it fails a launch: disks and images of instances that lie on that mount cannot be opened until it is
mounted again.

What to do: umount -l and mount again; look why the server exported another file system.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="file-handle-stale",
    kinds={"errno.stale_handle"},
    subject="program",
    noun="program",
    fields=("task", "rest"),
    where=has_failed,
    title="A file on NFS is stale on {where}: {name}",
    means=(
        "The NFS server does not know the file any more that this host has open: {task}. The "
        "export was made again, failed over to another file system, or the folder was "
        "removed on the server. The mount stays broken until it is mounted again."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a file on NFS vanished on its server under those who use it",
    symptom_of=("nfs-silent",),
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: what changed on the server",
        asks=(
            Ask(
                "stat -f /var/lib/nova/instances",
                (
                    (
                        "Stale file handle",
                        "umount -l it and mount it again",
                    ),
                    (
                        "its size",
                        "that mount is well: look at the path in the line",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 qemu-nbd[811]: cannot access '/srv/instances/disk': Stale file "
            "handle\nNov 22 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=(
        ("Nov 22 06:16:00 nc01 libvirtd[902]: cannot access '/srv/instances/disk': Permission denied\n"),
    ),
    fix="mount the export again",
)
