"""vhost-net is asked for and not there.

What it looks for: `vhost-net was requested for an interface, but is unavailable`, qemu's `vhost-net
requested but could not be initialized`.

Why it fails a launch: a guest whose definition insists on vhost does not start.

What to do: modprobe vhost_net; see the owner of /dev/vhost-net; with many guests vhost.max_mem_regions and
open files.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="vhost-net-missing",
    kinds={"libvirt.vhost_net", "qemu.vhost_net"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="vhost-net is not to be had on {where}",
    means=(
        "A guest's interface asks for the kernel's vhost-net, which is not loaded or may not be"
        " opened by qemu, and the start"
        " is given up."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="vhost-net is asked for and not there",
    telling=Telling(
        asks=(
            Ask(
                "ls -l /dev/vhost-net",
                (("No such file", "modprobe vhost_net"), ("root root", "qemu's user may not open it")),
            ),
        )
    ),
    fires=(
        f"{_HEAD}unsupported configuration: vhost-net was requested for an interface, but is unavailable\n",
        (
            f"{_HEAD}internal error: process exited while connecting to monitor:"
            f" 2026-11-22T06:16:00.787608Z qemu-system-x86_64: -netdev"
            f" tap,fd=31,id=hostnet0,vhost=on,vhostfd=33: vhost-net requested but could not be"
            f" initialized\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="modprobe vhost_net, and let qemu's user open /dev/vhost-net",
)
