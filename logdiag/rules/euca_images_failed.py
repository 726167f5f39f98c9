"""An instance's images could not be made ready on the node.

What it looks for: `failed to prepare images for instance`, `failed to implement backing for instance`,
`failed to prepare extended backing`.

Why it fails a launch: without its disk the instance ends; it was `pending` until then.

What to do: look at the space of the work and cache folders, and at the object storage.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-images-failed",
    kinds={"nc.images_not_prepared"},
    subject="instance",
    noun="instance",
    fields=("error",),
    state="failed",
    title="The images of {many} could not be made ready on {where}: {name}",
    means=(
        "The node downloads or copies the image into its cache and makes the instance's disk of "
        "it, before libvirt is asked. That failed: no space under INSTANCE_PATH (work or cache), "
        "the object storage (Walrus) did not answer in time, or the image is damaged. The "
        "instance ends; while it was tried it showed as pending."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="an instance's images could not be made ready on the node",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("no space in work or cache", "df of INSTANCE_PATH"),
            ("the object storage did not deliver", "connection to objectstorage failed, download attempt"),
            ("the image itself is damaged", "every instance of that image fails, others do not"),
        ),
        beyond="not known: space, object storage or image; the lines before it and the commands split it",
        asks=(
            Ask(
                "df -h /var/lib/eucalyptus/instances",
                (
                    ("100%", "free it, or raise NC_WORK_SIZE's disk"),
                    ("space left", "look at the download lines before it"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "euca-storage-unreachable",
        "euca-disk-short",
    ),
    fires=((f"{_EUCA}[i-7C4F3DF4] failed to prepare images for instance (error=1)\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="free space on the node, or mend the object storage",
)
