"""A machine did not come up: it waits in emergency mode, or for a disk that is not there.

What it looks for: `Reached target Emergency Mode`, `Timed out waiting for device ...`, `Dependency failed
for /mnt`.

Why it fails a launch: a guest whose fstab names a disk that this launch did not give it stops before its
network; the hypervisor's part was well.

What to do: the console: mend /etc/fstab (nofail), attach the volume that it names.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 systemd[1]: "

rule = told(
    id="boot-stopped",
    kinds={"systemd.emergency", "systemd.device_timeout"},
    subject="unit",
    noun="disk",
    title="{where} did not come up: it waits in emergency mode or for a disk: {name}",
    means=(
        "systemd gave up waiting for a disk, or stopped in emergency mode, before the network was up:"
        " /etc/fstab names a disk that is not there under this launch. Nobody can log in but at the"
        " console."
    ),
    severity="warning",
    stage="usable",
    category="storage.disk",
    says="a machine waits in emergency mode, or for a disk that is not there",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "systemctl --failed --no-pager",
                (("a .mount or .device unit", "that disk is missing: mend /etc/fstab"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Reached target emergency.target - Emergency Mode.\n",
        f"{_HEAD}Timed out waiting for device dev-disk-by-uuid-0f1e.device - /dev/disk/by-uuid/0f1e.\n",
    ),
    quiet=(f"{_HEAD}Reached target multi-user.target - Multi-User System.\n",),
    fix="mend /etc/fstab (nofail) or attach the disk",
)
