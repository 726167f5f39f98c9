"""Nova-api answered requests with Internal Server Error.

What it looks for: `Unexpected exception in API method`.

Why it fails a launch: the request is not carried out, and the user sees an error without a reason.

What to do: read the last line of the traceback in nova-api.log.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="nova-api-error",
        kinds={"nova.api_broken"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="The API answered with Internal Server Error: {reason}",
        means=(
            "nova-api met an error it did not expect and answered 500. Behind it is mostly "
            "something that it needs: the database, RabbitMQ, keystone, placement or neutron; the "
            "traceback's last line names it."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="nova-api answered requests with Internal Server Error",
        telling=Telling(
            confidence="possible",
            asks=(
                Ask(
                    "openstack compute service list",
                    (
                        ("nova-compute of a node is down or disabled", "start or enable it"),
                        ("all are up", "compare free resources with the flavor"),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "database-unreachable",
            "database-connections",
            "database-galera",
            "database-schema",
            "oslo-broker-unreachable",
            "oslo-broker-login",
            "oslo-no-reply",
            "keystone-endpoint-unreachable",
            "keystone-credentials",
            "nova-placement-unreachable",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.api.openstack.wsgi "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Unexpected "
                "exception in API method: AttributeError: 'NoneType' object has no attribute 'uuid'\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.api.openstack.wsgi "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] HTTP exception "
                "thrown: Instance 0f1e2d3c could not be found.\n"
            ),
        ),
        fix="mend what the traceback names",
    )
)
