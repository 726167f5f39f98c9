"""Nova could not use the placement API.

What it looks for: `Placement API service is not responding.`, `The placement API endpoint was not
found.`, `Placement service credentials do not work.` and their like.

Why it fails a launch: the scheduler gets no candidates and no claim: No valid host was found.

What to do: ask placement by hand; compare [placement] in nova.conf with the catalogue.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="nova-placement-unreachable",
        kinds={"nova.placement_silent", "nova.claim_out_of_retries"},
        mended_by={"nova.spawned", "nova.claimed"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="nova on {where} could not use the placement API",
        means=(
            "nova needs placement for every choice of a host and for every report of a node. It is "
            "down, not in the service catalogue, or refuses the credentials in the [placement] "
            "section."
        ),
        severity="error",
        stage="scheduled",
        category="control.api",
        says="nova could not use the placement API",
        telling=Telling(
            confidence="likely",
            rivals=(
                ("the placement service is down", "no answer to a request by hand"),
                ("keystone is down, and only seems to be placement", "openstack token issue fails"),
            ),
            asks=(
                Ask(
                    "openstack resource provider list",
                    (
                        ("an answer", "placement lives: credentials or address in nova.conf"),
                        ("none", "start placement (its WSGI server); look at its log"),
                    ),
                ),
                Ask("openstack endpoint list --service placement", (("none", "register it"),)),
            ),
            hits_all=True,
        ),
        symptom_of=(
            "database-unreachable",
            "database-connections",
            "nova-resources-not-reported",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 WARNING nova.scheduler.client.report "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Placement API "
                "service is not responding.\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.scheduler.client.report "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Clearing the report "
                "client's provider cache.\n"
            ),
        ),
        fix=(
            "bring placement back, or mend the [placement] section of nova.conf, and restart the "
            "nova services"
        ),
    )
)
