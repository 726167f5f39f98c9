"""Nova could not reach the image service.

What it looks for: `Error contacting glance server '...' for '...', done trying` and builds that end with
glance's silence.

Why it fails a launch: no disk can be made without the image. Images in the cache still start, so that
only some launches fail.

What to do: ask the image API from the node; look at glance-api.log.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-glance-unreachable",
    kinds={*BUILD, "nova.glance_silent"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("server", "extra", "reason"),
    where=because("glance", fields=("server",)),
    title="nova on {where} could not fetch images from glance: {server}",
    means=(
        "The node asks the image service for the image when it has no copy of it in its cache; "
        "glance refused, timed out or was not to be found under that address."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="nova could not reach the image service",
    state="failed",
    telling=Telling(
        rivals=(
            ("glance-api is down", "no answer from the controller either"),
            (
                "only this node cannot reach it",
                "the controller gets an answer: name, route, firewall or certificate",
            ),
        ),
        asks=(
            Ask(
                "openstack image list",
                (
                    ("an answer", "glance lives: try the same from the node"),
                    ("none", "start glance-api; look at its log"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.image.glance "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Error contacting "
            "glance server 'http://controller:9292' for 'call', done trying.: "
            "glanceclient.exc.CommunicationError: Error finding address for "
            "http://controller:9292/v2/images\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.image.glance "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Unable to determine "
            "disk_format schema from the Image Service v2 API. Defaulting to qcow2.\n"
        ),
    ),
    fix="bring glance-api back, or mend the way from the node to it",
)
