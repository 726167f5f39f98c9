"""The Ceph disk of an instance could not be reached.

What it looks for: errors of rados and rbd in what ended a build: `error connecting to the cluster`,
`error reading header`.

Why it fails a launch: qemu opens its disk before the machine runs.

What to do: try the cluster from the node with the same user; look at the secret that libvirt has for it.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-ceph-unreachable",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("ceph"),
    title="{many} on {where} failed: the disk in Ceph could not be opened: {reason}",
    means=(
        "librbd on the node could not reach the Ceph cluster, or was not let in: monitors down "
        "or not routed, a wrong or missing keyring, pool or secret in libvirt, or the image is "
        "not in the pool."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the Ceph disk of an instance could not be reached",
    state="failed",
    telling=Telling(
        rivals=(
            ("the monitors cannot be reached", "ceph -s hangs on the node"),
            ("the key is wrong", "ceph -s --id of that user says permission denied"),
        ),
        asks=(
            Ask(
                "ceph -s",
                (
                    ("it hangs", "network or monitors"),
                    ("HEALTH_OK", "the user, the pool, or the secret in libvirt"),
                ),
            ),
            Ask("virsh secret-list", (("no secret", "libvirt has lost the key: rbd_secret_uuid"),)),
        ),
    ),
    symptom_of=("storage-unreachable",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "internal error: process exited while connecting to monitor: 2026-11-02T06:11:01Z "
            "qemu-system-x86_64: -blockdev driver=rbd,pool=vms: error connecting: error connecting "
            "to the cluster\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: error connecting to the cluster)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="let the node reach the monitors, and give libvirt the key of the configured user",
)
