"""No further file could be opened: a limit of open files.

What it looks for: `VFS: file-max limit ... reached`, `Too many open files` where libvirt or its log daemon
opens a guest's log.

Why it fails a launch: a guest needs dozens of files: disks, taps, vhost, its log. At the limit no guest
starts.

What to do: LimitNOFILE of libvirtd.service and virtlogd.service, fs.file-max of the host, max_files in
qemu.conf.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="open-files-limit",
    kinds={"kernel.file_max", "libvirt.logfile"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=lambda fields: not fields["reason"] or "Too many open files" in fields["reason"],
    title="No further file could be opened on {where}: a limit was reached",
    means=(
        "The limit of open files is used up: of the daemon that wrote this, or of the whole host. A guest"
        " needs dozens of them for its disks, taps and log, so that none starts."
    ),
    severity="error",
    stage="defined",
    category="limits",
    says="no further file could be opened: a limit of open files",
    telling=Telling(
        asks=(
            Ask(
                "cat /proc/sys/fs/file-nr",
                (("first and last number equal", "the host's limit: raise fs.file-max"),),
            ),
            Ask(
                "systemctl show libvirtd virtlogd -p LimitNOFILE",
                (("1024", "raise LimitNOFILE in a drop-in"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}VFS: file-max limit 797522 reached\n",
        (
            "Nov 22 06:16:00 nc01 virtlogd[1402]: Unable to open file:"
            " /var/log/libvirt/qemu/i-7C4F3DF4.log: Too many open files\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 libvirtd[1402]: End of file while reading data: Input/output error\n",),
    fix="raise LimitNOFILE of the daemon, or fs.file-max",
)
