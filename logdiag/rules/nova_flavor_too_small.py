"""The flavor is too small for the image.

What it looks for: `Flavor's disk is too small for requested image`, `Flavor's memory is too small`,
`Only volume-backed servers are allowed for flavors with zero disk`.

Why it fails a launch: no node can take such an instance; trying again changes nothing.

What to do: take a larger flavor or a smaller image.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-flavor-too-small",
    kinds={*BUILD, "nova.flavor_too_small"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("flavor_bytes", "image_bytes", "reason"),
    where=because("flavor", fields=("flavor_bytes",)),
    title="{many}: the flavor's disk or memory is too small for the image",
    means=(
        "The image unpacked ({image_bytes} bytes) does not fit the flavor's disk "
        "({flavor_bytes} bytes), or the flavor has less than the image's min_disk or min_ram, "
        "or no disk at all. The size that counts is the virtual size of the image, not that of "
        "its file."
    ),
    severity="error",
    stage="requested",
    category="storage.image",
    says="the flavor is too small for the image",
    state="failed",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "openstack image list --long",
                (("min_disk or virtual_size above the flavor", "take a flavor that holds it"),),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Build of instance "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 aborted: Flavor's disk is too small for requested "
            "image. Flavor disk is 1073741824 bytes, image is 2361393152 bytes.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Image disk is 1073741824 bytes, as the flavor's.\n"
        ),
    ),
    fix="take a flavor with a larger disk, or boot from a volume",
)
