"""A resource of a stack failed, and the stack with it.

What it looks for: `ResourceInError: ... Went to status ERROR due to ...`, `Stack CREATE FAILED (...)`,
`Cluster error, stack status: CREATE_FAILED`.

Why it fails a launch: stacks (magnum's clusters too) launch instances: one that fails ends the creation.

What to do: read the reason; for a server: openstack server show, nova's logs.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="heat-resource-failed",
        kinds={"heat.resource_failed"},
        subject="host",
        noun="host",
        fields=("reason", "stack"),
        title="A resource of a stack on {where} failed: {reason}",
        means=(
            "heat only repeats what another service told of the resource: for a server "
            "nova's fault (no valid host, quota, image), for a volume cinder's; more of it "
            "is in that service's log."
        ),
        severity="warning",
        stage="requested",
        category="control.api",
        says="a resource of a stack failed, and the stack with it",
        telling=Telling(
            confidence="possible",
            rivals=(
                (
                    "nova could not place or make the server",
                    ("the reason says No valid host was found or Exceeded maximum number of retries"),
                ),
                (
                    "the flavor, image or quota of the request",
                    "the reason names it",
                ),
            ),
            asks=(
                Ask(
                    "openstack stack failures list --long",
                    (
                        (
                            "a server",
                            "openstack server show of it, then nova's logs",
                        ),
                        (
                            "a volume",
                            "cinder's logs",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "nova-no-valid-host",
            "nova-no-candidates",
            "nova-filtered-out",
            "nova-hosts-exhausted",
            "nova-build-failed",
            "nova-quota-exceeded",
            "cinder-create-failed",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR heat.engine.resource ResourceInError: Went "
                'to status ERROR due to "Message: No valid host was found. There are not enough '
                'hosts available., Code: 500"\n'
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix=("mend what the service behind the resource names, then create the stack again"),
    )
)
