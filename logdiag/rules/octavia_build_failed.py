"""Octavia did not get an instance for a load balancer.

What it looks for: `Nova failed to build the instance due to: ...`, `Failed to build compute instance due
to: ...`, `Waiting for compute id ... to go active timeout`.

Why it fails a launch: an amphora is an instance: the load balancer stays in ERROR.

What to do: read the reason: image tag, key, flavor, network, quota; then nova.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="octavia-build-failed",
        kinds={"octavia.build_failed", "octavia.build_timed_out"},
        subject="host",
        noun="host",
        fields=("reason",),
        title="octavia on {where} got no amphora from nova: {reason}",
        means=(
            "octavia asked nova for an amphora and failed; image (amp_image_tag, "
            "amp_image_owner_id), key, flavor, network and quota are those of octavia's own project."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="octavia did not get an instance for a load balancer",
        telling=Telling(
            confidence="likely",
            asks=(
                Ask(
                    "openstack image list --tag amphora",
                    (
                        (
                            "nothing",
                            "upload the amphora image and tag it as amp_image_tag says",
                        ),
                        (
                            "an image",
                            "look at the reason: key, quota, flavor, nova",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "nova-no-valid-host",
            "nova-quota-exceeded",
            "keystone-endpoint-unreachable",
            "keystone-credentials",
            "nova-hosts-exhausted",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR octavia.compute.drivers.nova_driver [-] Nova "
                "failed to build the instance due to: Failed to retrieve image with amphora tag.\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix=("mend what the reason names (image tag, key, quota, flavor) and fail the load balancer over"),
    )
)
