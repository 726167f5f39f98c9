"""KubeVirt's importer could not bring an image into a disk.

What it looks for: `Unable to process data: REASON` of an importer pod (CDI).

Why it fails a launch: the guest waits for its disk, and the importer tries again and again.

What to do: mend what the reason names: the image's address, its certificate, room or permission on the
volume.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="disk-import-failed",
        kinds={"kubevirt.import_failed"},
        subject="host",
        fields=("reason",),
        title="An image was not imported into a guest's disk: {reason}",
        means="The importer of KubeVirt (CDI) gave up, and is started again: {reason}.",
        severity="error",
        stage="prepared",
        category="storage.image",
        says="KubeVirt's importer could not bring an image into a disk",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "kubectl get datavolumes -A",
                    (("ImportInProgress with restarts", "it still fails"), ("Succeeded", "it is over")),
                ),
            ),
        ),
        fires=(
            "E1122 06:16:00.511302       1 importer.go:177] Unable to process data: Unable to "
            'transfer source data to target file: could not open file "/data/disk.img": open '
            "/data/disk.img: permission denied\n",
        ),
        quiet=("I1122 06:16:00.498944       1 importer.go:103] Starting importer\n",),
        fix="mend what the reason names; the import is tried again by itself",
    )
)
