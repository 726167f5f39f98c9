"""The image of an instance is missing, damaged or of the wrong format.

What it looks for: `Image ... is unacceptable`, `Image ... could not be found`, `ImageUnacceptable`,
`CouldNotFetchImage` in what ended a build.

Why it fails a launch: the disk of the machine is made from it.

What to do: look at the image; upload it again with the right disk_format.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_tells = because("image", fields=("image",))


def _is_of_image(fields: Mapping[str, str]) -> bool:
    """Whether it is about the image: one without a name is a part of it, see nova-image-part-unnamed."""
    return fields["image"] != "None" and _tells(fields)


rule = told(
    id="nova-image-refused",
    kinds={*BUILD, "nova.image_refused"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("image", "reason"),
    where=_is_of_image,
    title="{many} on {where} failed: the image cannot be used: {reason}",
    means=(
        "The image is gone, not active, of a format that does not match what glance says of it, "
        "signed wrongly, or its data is damaged. Every launch from it fails alike; other images "
        "start."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="the image of an instance is missing, damaged or of the wrong format",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "openstack image show {image}",
                (
                    ("status is not active", "upload it again"),
                    ("active", "compare disk_format with what qemu-img info says of the file"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Build of instance "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 aborted: Image "
            "8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456 is unacceptable: Converted to raw, but format is "
            "now qcow2\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Creating image(s)\n"
        ),
    ),
    fix="upload the image again with its true disk_format",
)
