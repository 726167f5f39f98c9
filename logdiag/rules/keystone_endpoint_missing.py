"""An endpoint is missing in the catalogue.

What it looks for: `EndpointNotFound: publicURL endpoint for ... service not found`.

Why it fails a launch: the service cannot be used, however well it runs.

What to do: compare the catalogue with region_name and valid_interfaces.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="keystone-endpoint-missing",
        kinds={"keystone.endpoint_missing"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="A service is not in the catalogue: {reason}",
        means=(
            "The catalogue of keystone has no endpoint for what was asked: never registered, in "
            "another region, or only under another interface (public, internal, admin) than the "
            "configuration asks for."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="an endpoint is missing in the catalogue",
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "openstack catalog list",
                    (
                        ("the service is missing", "register its endpoints"),
                        ("there", "region or interface differ from the configuration"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.volume.cinder "
                "keystoneauth1.exceptions.catalog.EndpointNotFound: publicURL endpoint for volumev3 "
                "service not found\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.volume.cinder "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Using volume "
                "endpoint http://controller:8776\n"
            ),
        ),
        fix="register the endpoint, or correct region_name and valid_interfaces",
    )
)
