"""An NFS server does not answer.

What it looks for: `nfs: server ... not responding, still trying` with no `nfs: server ... OK` after it.

Why it fails a launch: whatever opens a file there hangs: staging, qemu, libvirt's storage threads, df;
guests stand still.

What to do: reach the server (ping, rpcinfo), its load, the network between; it goes on by itself when the
server is back.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="nfs-silent",
    kinds={"kernel.nfs_silent"},
    mended_by={"kernel.nfs_back"},
    subject="server",
    noun="server",
    title="The NFS server {name} does not answer {where}",
    means=(
        "Files on {server} can not be read or written: every process that touches them hangs, libvirt"
        " and qemu among them, and"
        " launches that stage an image or open a disk there wait or fail. They go on when the server"
        " answers again."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="an NFS server does not answer",
    telling=Telling(
        beyond="not known: whether the server or the network is at fault",
        asks=(
            Ask(
                "rpcinfo -t {server} nfs",
                (("ready and waiting", "it is back"), ("a time-out", "server or network is down")),
            ),
        ),
    ),
    fires=(f"{_HEAD}nfs: server 10.0.0.9 not responding, still trying\n",),
    quiet=(f"{_HEAD}nfs: server 10.0.0.9 OK\n",),
    fix="bring the NFS server or the network to it back",
)
