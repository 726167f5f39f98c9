"""A process hangs in the kernel, mostly on storage.

What it looks for: `INFO: task qemu-kvm:23662 blocked for more than 120 seconds.`

Why it fails a launch: what waits for a disk that does not answer can not even be killed: staging stands
still, libvirt's jobs time out, guests freeze.

What to do: see the call trace under the line: nfs, rbd, fuse or a disk names the storage; mend that.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="task-hung",
    kinds={"kernel.hung_task"},
    subject="process",
    noun="process",
    nouns="processes",
    fields=("seconds",),
    title="{many} on {where} hung in the kernel for more than {seconds} seconds: {name}",
    means=(
        "{process} waits in the kernel for something that does not come, nearly always storage (a"
        " disk, NFS, Ceph, fuse), sometimes a"
        " lock. It can not be killed, and whatever needs it waits as well: staging, libvirt's jobs,"
        " the guest itself."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="a process hangs in the kernel, mostly on storage",
    symptom_of=("nfs-silent", "disk-failing", "thin-pool-full", "iscsi-lost", "filesystem-read-only"),
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "ps -eo pid,stat,wchan:32,comm",
                (("D with nfs, rbd, fuse or blk in wchan", "that storage does not answer"),),
            ),
            Ask("cat /proc/pressure/io", (("full above 10", "storage is overloaded"),)),
        ),
    ),
    fires=(f"{_HEAD}INFO: task qemu-kvm:23662 blocked for more than 120 seconds.\n",),
    quiet=(f"{_HEAD}EXT4-fs (dm-0): mounted filesystem with ordered data mode\n",),
    fix="mend the storage that the call trace names",
)
