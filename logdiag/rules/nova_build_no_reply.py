"""A build failed for want of an answer from nova's own services.

What it looks for: `MessagingTimeout` and database errors in what ended a build.

Why it fails a launch: each step of a build is asked and answered by messages.

What to do: look at RabbitMQ, the database and nova-conductor at that time.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-build-no-reply",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("no-reply", "database"),
    title="{many} on {where} failed: nova's own services did not answer: {reason}",
    means=(
        "In the midst of the build nova-compute or the conductor asked another service by way "
        "of RabbitMQ, or the database, and got no answer in time. The instance is not at fault: "
        "the control plane was slow, partitioned or down."
    ),
    severity="error",
    stage="scheduled",
    category="control.messaging",
    says="a build failed for want of an answer from nova's own services",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "openstack compute service list",
                (
                    ("services down", "look at these first"),
                    ("all up", "it was a moment: RabbitMQ and database logs at that time"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "oslo-broker-unreachable",
        "oslo-broker-login",
        "rabbitmq-alarm",
        "rabbitmq-partition",
        "database-unreachable",
        "database-connections",
        "database-galera",
        "oslo-no-reply",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Failed to build and run instance: "
            "oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message "
            "ID b606216b94bd4bd5aef78867540b9cf6\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message "
            "ID b606216b94bd4bd5aef78867540b9cf6)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="bring RabbitMQ, the database or nova-conductor back, then launch again",
)
