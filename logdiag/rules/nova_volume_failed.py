"""The volume of an instance was not made in time, or could not be attached.

What it looks for: `Volume ... did not finish being created even after we waited`, `Instance failed block
device setup`, `Initialize connection failed for volume`.

Why it fails a launch: all disks must be there before the machine is made.

What to do: look at the state of the volume and at cinder-volume.log.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-volume-failed",
    kinds={*BUILD, "nova.volume_not_attached"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("volume", "attachment", "reason"),
    where=because("volume", fields=("volume", "attachment")),
    title="{many} on {where} failed: its volume was not made or not attached: {reason}",
    means=(
        "The instance boots from, or has, a volume, and cinder did not deliver it: it was still "
        "being made when nova's patience (block_device_allocate_retries, about three minutes) "
        "ran out, it ended in error, or the node could not reach the storage. Large images "
        "copied into a volume are the usual cause of the first."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the volume of an instance was not made in time, or could not be attached",
    state="failed",
    telling=Telling(
        rivals=(
            ("the volume was only late", "its status was creating or downloading, and it is available now"),
            ("cinder failed", "its status is error: cinder-volume.log"),
        ),
        asks=(
            Ask(
                "openstack volume show {volume}",
                (
                    (
                        "available",
                        "it came too late: raise block_device_allocate_retries, or make the volume first",
                    ),
                    ("error", "cinder-volume.log says why"),
                ),
            ),
            Ask("openstack volume service list", (("a service is down", "start it"),)),
        ),
        fix=(
            "make the volume first and boot from it, or raise block_device_allocate_retries",
            "mend the cinder back end if the volume is in error",
        ),
    ),
    symptom_of=(
        "cinder-no-space",
        "cinder-driver-down",
        "cinder-create-failed",
        "cinder-iscsi-login",
        "cinder-zone-unknown",
        "nova-volume-late",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed block device setup: "
            "nova.exception.VolumeNotCreated: Volume 5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d did not "
            "finish being created even after we waited 187 seconds or 61 attempts. And its status "
            "is downloading.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Booting with volume "
            "5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d at /dev/vda\n"
        ),
    ),
    fix="make the volume first and boot from it, or raise block_device_allocate_retries",
)
