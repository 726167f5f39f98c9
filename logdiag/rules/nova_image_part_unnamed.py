"""An image names a kernel or a ramdisk of its own, but not which.

What it looks for: `Image None could not be found` in what ended a build.

Why it fails a launch: nova fetches kernel and ramdisk apart for an image that has the properties kernel_id and
ramdisk_id; glance has none of the name None.

What to do: take the two properties away from the image.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_NOVA = (
    "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
    "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] "
    "[instance: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] "
)

_tells = because("image-part")


def _is_unnamed(fields: Mapping[str, str]) -> bool:
    return fields["image"] == "None" or _tells(fields)


rule = told(
    id="nova-image-part-unnamed",
    kinds={*BUILD, "nova.image_refused"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("image", "reason"),
    where=_is_unnamed,
    title="{many} on {where} failed: its image has kernel_id or ramdisk_id without a value: {name}",
    means=(
        "nova asked glance for an image of the name None: the image has the properties kernel_id or ramdisk_id, which"
        " tell nova to boot it from a kernel of its own, and nothing useful in them (a tool that copied the image"
        " wrote None). The image itself is there and well."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="an image names a kernel or a ramdisk of its own, but not which",
    state="failed",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "openstack image show -c properties IMAGE",
                (
                    ("kernel_id or ramdisk_id", "they are what nova looks for: take them away"),
                    ("neither", "see the image that the instance was asked to boot from"),
                ),
            ),
        ),
    ),
    fires=(f"{_NOVA}nova.exception.ImageNotFound: Image None could not be found.\n",),
    quiet=(_NOVA.replace("ERROR", "INFO") + "Creating image(s)\n",),
    fix="openstack image unset --property kernel_id --property ramdisk_id IMAGE",
)
