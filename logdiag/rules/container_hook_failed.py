"""A hook or the root file system of a container failed, and LXC did not start it.

What it looks for: `Failed to run lxc.hook.pre-start for container`, `Failed to mount rootfs`.

Why it fails a launch: the hooks of Proxmox VE mount the disk and set the network up: without them there is no
container.

What to do: the script's own lines, with pct start VMID --debug or lxc-start -F.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="container-hook-failed",
    kinds={"lxc.hook_failed", "lxc.rootfs_failed"},
    subject="instance",
    noun="container",
    fields=("hook", "path", "reason"),
    title="A hook or the root file system of a container on {where} failed: {name}",
    means=(
        "LXC runs scripts around a start (the {hook} hook) and mounts the container's root file "
        "system. One of them failed, mostly since the disk or a bind mount is not there, its "
        "file system is damaged, or the configuration names something that is gone."
    ),
    severity="error",
    stage="prepared",
    category="hypervisor",
    says="a hook or the root file system of a container failed",
    telling=Telling(
        confidence="likely",
        beyond="not known: what the script said",
        asks=(
            Ask("pct start {instance} --debug", (("a line before `Script exited`", "that is the reason"),)),
        ),
        fix=("mend what the script names: its disk, a bind mount, a storage that is not there",),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 lxc-start[17655]: lxc-start: 101: start.c: lxc_init: 861 Failed to "
        'run lxc.hook.pre-start for container "101"\n',
    ),
    quiet=("lxc u1604 20261122061200.638 NOTICE   start - start.c:start:2174 - Exec'ing /sbin/init\n",),
    fix="mend what the script names and start the container again",
)
