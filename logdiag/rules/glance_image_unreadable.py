"""An image's data cannot be read from the store.

What it looks for: `Glance tried all active locations to get data for image ... but all have failed.`

Why it fails a launch: every node that has not cached the image fails to start from it.

What to do: look whether the store is mounted and has the file.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="glance-image-unreadable",
    kinds={"glance.image_unreadable"},
    subject="image",
    title="Glance cannot read the data of image {name}",
    means=(
        "The record of the image is there and its data is not: the file was removed from the "
        "store, the store is not mounted, or Ceph or Swift behind it did not answer."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="an image's data cannot be read from the store",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "openstack image show {image}",
                (("active", "the record lies: upload again or mount the store"),),
            ),
            Ask("df -h /var/lib/glance/images", (("not the storage it ought to be", "mount it"),)),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR glance.location "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Glance tried all "
            "active locations to get data for image 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456 but all "
            "have failed.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO glance.location "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Image format "
            "matched\n"
        ),
    ),
    fix="mount or restore the store, or upload the image again",
)
