"""A program found no space left on a disk.

What it looks for: the system's own words `No space left on device` at the end of what any program says.

Why it fails a launch: images, disks, leases, databases and sockets are files: whoever must write one there
fails.

What to do: df -h and df -i: free the file system that the line names.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="no-space-left",
    kinds={"errno.no_space"},
    subject="program",
    noun="program",
    fields=("task", "rest"),
    where=has_failed,
    title="No space is left on a disk of {where}: {name}",
    means=(
        "The system refused to write: {task}No space left on device. The file system is "
        "full, its inodes are used up, or a quota is reached; /run and /tmp are file systems "
        "of their own, in memory. Whatever else must write there fails the same way, "
        "launches with it."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a program found no space left on a disk",
    symptom_of=(
        "log-disk-full",
        "dhcp-leases-disk-full",
        "nova-disk-full",
        "glance-store-full",
        "filesystem-read-only",
        "thin-pool-full",
    ),
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: what fills it",
        rivals=(
            (
                "inodes are used up, not bytes",
                "df -i shows 100 %",
            ),
        ),
        asks=(
            Ask(
                "df -h",
                (
                    (
                        "100%",
                        "that file system is full",
                    ),
                ),
            ),
            Ask(
                "df -i",
                (
                    (
                        "100%",
                        "its inodes are used up",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            'Nov 22 06:16:00 nc01 postgres[902]: could not write lock file "postmaster.pid": No '
            "space left on device\nNov 22 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=(
        (
            'Nov 22 06:16:00 nc01 postgres[902]: could not write lock file "postmaster.pid": '
            "Permission denied\n"
        ),
    ),
    fix="free the file system",
)
