"""Ironic does not get the image for a machine.

What it looks for: `Validation of image href URL failed`, `Failed to download image`, `... is not a valid
HTTP(S) URL or is not reachable`.

Why it fails a launch: the image is written to the machine's disk by its deploy ramdisk: without it
nothing is deployed.

What to do: fetch that URL by hand from the conductor.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ironic-image-refused",
    kinds={"ironic.image_refused"},
    subject="image",
    noun="image",
    fields=("reason", "node"),
    title="ironic on {where} cannot fetch the image {image}: {reason}",
    means=(
        "The conductor asks for the image before it deploys. Connection refused: the web "
        "server with the images is not running at that address and port. Not found "
        "(404): the file is not there. A checksum file, a certificate or a name that "
        "does not resolve may be at fault too; the reason tells."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="ironic does not get the image for a machine",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "curl -sI {image}",
                (
                    (
                        "refused",
                        "start the web server (httpd) that serves the images",
                    ),
                    (
                        "404",
                        "put the image there, or correct the URL",
                    ),
                    (
                        "200",
                        "look at the checksum and its URL",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR ironic.conductor.manager [-] Error while "
            "preparing to deploy to node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456: Validation of "
            "image href http://192.0.2.9/images/focal.img failed, reason: Got HTTP code 404 "
            "instead of 200 in response to HEAD request.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO ironic.conductor.utils [-] Successfully set "
            "node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456 power state to power on by power on.\n"
        ),
    ),
    fix="serve the image at that URL, or correct instance_info of the node",
)
