"""qemu could not lock a disk or an ISO: the file system refuses the lock itself.

What it looks for: `Failed to lock byte 100`.

Why it fails a launch: qemu locks every image before it starts a guest; on NFS the lock service of the client
or the server has to answer.

What to do: rpcbind, lockd and statd of this host and of the NFS server; the mount's options (nolock,
local_lock).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="disk-lock-refused",
    kinds={"qemu.lock_byte"},
    subject="host",
    title="qemu could not lock a disk or an ISO of a guest on {where}",
    means=(
        "qemu locks every image that it opens, and the file system refused the lock itself: "
        "On NFS that is a lock service (rpcbind, lockd, statd) that does not run or is "
        "not let through, on this host or on the server; other hosts with the same mount may be "
        "well. Where it says that the resource is not available, another process holds the lock."
    ),
    severity="error",
    stage="defined",
    category="storage.disk",
    says="qemu could not lock a disk or an ISO of a guest",
    telling=Telling(
        confidence="likely",
        beyond="not known: why the file system refuses locks",
        rivals=(("another process has the file locked", "lslocks names it, here or on another host"),),
        asks=(
            Ask(
                "rpcinfo -p",
                (("no nlockmgr or status", "the lock service of NFS does not run on this host"),),
            ),
            Ask(
                "findmnt -t nfs,nfs4",
                (("the mount of the image", "compare its options with a host where it works"),),
            ),
        ),
        fix=(
            "start rpcbind and rpc-statd on this host, and let the lock service through the "
            "firewall, or mount with NFS 4",
        ),
    ),
    fires=(
        "2026-11-22T06:16:00.428482Z qemu-system-x86_64: -drive "
        "file=/mnt/73dd/203.iso,format=raw,if=none,id=drive-ide0-1-0,readonly=on: Failed to lock "
        "byte 100\n",
    ),
    quiet=("2026-11-22T06:16:00.428482Z qemu-system-x86_64: terminating on signal 15 from pid 1402\n",),
    fix="bring the lock service of NFS back on this host",
)
