"""OpenNebula did not take an image into its datastore.

What it looks for: `[ImM][E]: Error copying image in the datastore: ...`, `Error creating datablock: ...`, `Error
cloning image: ...` in oned.log.

Why it fails a launch: the image stays in ERROR, and no machine starts from it.

What to do: mend what the reason names, then delete the image and make it again.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="opennebula-image-failed",
        kinds={"opennebula.image_failed"},
        subject="host",
        fields=("reason",),
        title="OpenNebula did not take an image into its datastore: {reason}",
        means="The datastore's driver came back with an error, and the image stays in ERROR: {reason}.",
        severity="error",
        stage="prepared",
        category="storage.image",
        says="OpenNebula did not take an image into its datastore",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "oneimage list",
                    (
                        ("err", "delete it and make it again once the reason is mended"),
                        ("rdy", "it is over"),
                    ),
                ),
            ),
        ),
        fires=(
            "Sun Nov 22 06:16:00 2026 [Z0][ImM][E]: Error copying image in the datastore: Not allowed to copy "
            "image file /var/lib/one/build/os.qcow2\n",
        ),
        quiet=("Sun Nov 22 06:16:00 2026 [Z0][ImM][I]: Image copied and ready to use.\n",),
        fix="mend what the reason names, then make the image again",
    )
)
