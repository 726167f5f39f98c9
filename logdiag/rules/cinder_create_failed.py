"""Cinder failed to make a volume.

What it looks for: `Volume ...: create failed`, `Failed to copy image ... to volume`.

Why it fails a launch: the instance that boots from it fails.

What to do: read the traceback in cinder-volume.log.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="cinder-create-failed",
    kinds={"cinder.create_failed", "cinder.image_not_copied"},
    subject="volume",
    fields=("reason",),
    title="Cinder failed to make {many}: {name}",
    means=(
        "cinder-volume took the request and failed; the traceback behind it names the command "
        "or the array. Where an image was to be copied into the volume, space for converting it "
        "(image_conversion_dir) is often what was missing."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="cinder failed to make a volume",
    telling=Telling(
        confidence="possible",
        asks=(
            Ask("openstack volume show {volume}", (("error", "cinder-volume.log names the reason"),)),
            Ask("df -h /var/lib/cinder", (("100 %", "image_conversion_dir is full"),)),
        ),
    ),
    symptom_of=(
        "cinder-driver-down",
        "cinder-no-space",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR cinder.volume.flows.manager.create_volume "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Volume "
            "5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d: create failed\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO cinder.volume.flows.manager.create_volume "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Volume "
            "5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d: being created as image with specification\n"
        ),
    ),
    fix="mend what the traceback names",
)
