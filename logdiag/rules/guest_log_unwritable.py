"""libvirt could not write a guest's log.

What it looks for: `failed to create logfile /var/log/libvirt/qemu/...: No space left on device`.

Why it fails a launch: libvirt opens the guest's log before it starts qemu; without it the start is given
up.

What to do: df and df -i of /var/log; owner and mode of /var/log/libvirt/qemu.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="guest-log-unwritable",
    kinds={"libvirt.logfile"},
    subject="path",
    noun="log",
    nouns="logs",
    fields=("reason",),
    where=lambda fields: "Too many open files" not in fields["reason"],
    title="libvirt on {where} could not write a guest's log: {reason}",
    means=(
        "libvirt opens {path} before it starts qemu, could not ({reason}), and gave the start up. A"
        " full disk stops every"
        " launch on this host this way, and the logs with it."
    ),
    severity="error",
    stage="defined",
    category="storage.disk",
    says="libvirt could not write a guest's log",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask("df -h /var/log/libvirt", (("100%", "full: free space"),)),
            Ask("df -i /var/log/libvirt", (("100%", "no inodes left"),)),
        ),
    ),
    fires=(
        f"{_HEAD}failed to create logfile /var/log/libvirt/qemu/i-7C4F3DF4.log: No space left on device\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="free the disk under /var/log/libvirt, or mend its owner",
)
