"""A storage pool of libvirt has no room.

What it looks for: `Not enough space left in storage pool`, `not enough free space in storage pool`.

Why it fails a launch: disks of new guests are made in the pool; without room nothing is made.

What to do: virsh pool-list --all --details; remove volumes that nobody needs; enlarge what lies below.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="storage-pool-full",
    kinds={"libvirt.pool_full"},
    subject="host",
    noun="host",
    title="A storage pool of libvirt on {where} is full",
    means=(
        "A disk was to be made in a storage pool that has no room for it, so that the guest was not made."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a storage pool of libvirt has no room",
    symptom_of=("thin-pool-full",),
    telling=Telling(
        confidence="confirmed",
        asks=(Ask("virsh pool-list --all --details", (("an Available near 0", "that pool is full"),)),),
    ),
    fires=(f"{_HEAD}internal error: Not enough space left in storage pool\n",),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="remove volumes that nobody needs, or enlarge the pool",
)
