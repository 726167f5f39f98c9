"""The node had no memory for the guest.

What it looks for: `Cannot allocate memory` and `cannot set up guest memory` in what ended a build.

Why it fails a launch: qemu asks for all of the guest memory when it starts, and ends if it does not get
it.

What to do: compare what the guests hold with what the node has; look for guests that nova does not know.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-out-of-memory",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("memory"),
    title="{many} on {where} failed: the node had no memory for the guest: {reason}",
    means=(
        "qemu could not get the guest's memory from the kernel. ram_allocation_ratio lets nova "
        "promise more than there is; memory may be held by guests nova does not count (left "
        "over after a crash or a test), by huge pages set aside, or be bound by a cgroup or "
        "strict overcommit."
    ),
    severity="error",
    stage="defined",
    category="compute.memory",
    says="the node had no memory for the guest",
    state="failed",
    telling=Telling(
        rivals=(
            ("huge pages hold the memory", "HugePages_Free is 0 and HugePages_Total is not"),
            ("guests that nova does not know", "virsh list shows more than openstack server list --host"),
        ),
        asks=(
            Ask(
                "free -m",
                (
                    ("available is small", "memory is really used: find by whom"),
                    ("much is available", "huge pages, overcommit_memory=2 or a cgroup limit"),
                ),
            ),
            Ask("virsh list --all", (("machines that nova does not know", "left over: destroy them"),)),
        ),
        fix=(
            "destroy machines that nobody owns, or move some away",
            "lower ram_allocation_ratio to what the node really has",
        ),
    ),
    symptom_of=(
        "guest-memory",
        "host-out-of-memory",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "internal error: process exited while connecting to monitor: qemu-system-x86_64: cannot "
            "set up guest memory 'pc.ram': Cannot allocate memory\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: Cannot allocate memory)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="destroy machines that nobody owns, or move some away",
)
