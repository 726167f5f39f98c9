"""The volume of an instance was not ready when nova's patience was over.

What it looks for: `VolumeNotCreated: Volume ... did not finish being created even after we waited N seconds`.

Why it fails a launch: all disks must be there before the machine is made.

What to do: `creating` or `downloading`: raise block_device_allocate_retries, or make the volume first; `error`:
cinder-volume.log.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_NOVA = (
    "2026-11-02 06:11:03.120 4711 ERROR nova.compute.manager [instance: "
    "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] "
)
_LATE = (
    "VolumeNotCreated: Volume 5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d did not finish being created even after we waited "
    "187 seconds or 61 attempts. And its status is "
)

rule = told(
    id="nova-volume-late",
    kinds={"nova.volume_late"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("volume", "status", "seconds"),
    title="{many} on {where} failed: its volume {volume} was still {status} after {seconds} s",
    means=(
        "nova asks cinder again and again whether the volume is there, and gives up after"
        " block_device_allocate_retries. Status {status}: creating and downloading mean that cinder was still at work,"
        " mostly copying a large image into the volume; error means that cinder gave it up, for a reason of its own."
        " 'Block Device Mapping is Invalid', which nova says at the end, is only what it makes of that."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the volume of an instance was not ready when nova's patience was over",
    state="failed",
    telling=Telling(
        confidence="likely",
        beyond="not known: why it took so long; cinder-volume.log tells when the copy began and ended",
        asks=(
            Ask(
                "openstack volume show {volume}",
                (
                    ("available", "it came too late: raise block_device_allocate_retries"),
                    ("error", "cinder-volume.log says why"),
                ),
            ),
            Ask("openstack volume service list", (("a service is down", "start it"),)),
        ),
        fix=(
            "raise block_device_allocate_retries in nova.conf, or make the volume first and boot from it",
            "make the copy quicker (cinder's image cache, raw images, a clone within one Ceph)",
        ),
    ),
    symptom_of=(
        "cinder-no-space",
        "cinder-driver-down",
        "cinder-create-failed",
        "cinder-none-known",
        "cinder-zone-unknown",
        "glance-store-failed",
    ),
    fires=(f"{_NOVA}{_LATE}error.\n", f"{_NOVA}nova.exception.{_LATE}downloading.\n"),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Booting with volume "
            "5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d at /dev/vda\n"
        ),
    ),
    fix="raise block_device_allocate_retries, or make the volume first and boot from it",
)
