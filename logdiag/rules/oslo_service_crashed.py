"""A service of OpenStack ended with an error it did not expect.

What it looks for: `Unhandled error: ...` at CRITICAL.

Why it fails a launch: while nova-compute is down its node takes no instance; without nova-scheduler,
nova-conductor or nova-api nothing is launched at all.

What to do: mend what the error names, then start the service.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    refused(
        told(
            id="oslo-service-crashed",
            kinds={"oslo.service_crashed"},
            subject="program",
            noun="service",
            fields=("reason",),
            title="{name} on {where} ended with an error that it did not expect: {reason}",
            means=(
                "The service printed its last words and ended; systemd starts it again, and where the "
                "reason has not gone it ends again. At a start it is mostly something that it needs and does "
                "not find (the database, RabbitMQ, keystone, libvirt, an option) or a library of another "
                "version."
            ),
            severity="error",
            stage="requested",
            category="control.api",
            says="a service of OpenStack ended with an error it did not expect",
            telling=Telling(
                asks=(
                    Ask(
                        "systemctl list-units --failed",
                        (
                            ("the service is listed", "start it after the cause is gone"),
                            ("it is not", "it came back by itself"),
                        ),
                    ),
                ),
            ),
            symptom_of=(
                "database-unreachable",
                "database-connections",
                "database-login",
                "database-galera",
                "database-schema",
                "oslo-broker-name-unknown",
                "oslo-broker-unreachable",
                "oslo-broker-login",
                "keystone-credentials",
                "keystone-endpoint-unreachable",
                "keystone-endpoint-missing",
                "nova-libvirt-down",
                "nova-placement-unreachable",
                "python-option-wrong",
                "python-module-missing",
                "python-privsep-refused",
                "namespace-broken",
            ),
            fires=(
                (
                    "2026-11-02 06:11:02.120 4711 CRITICAL nova [-] Unhandled error: "
                    "nova.exception.InvalidConfiguration: Configuration is Invalid.\n"
                ),
            ),
            quiet=(
                (
                    "2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"
                ),
            ),
            fix="mend what the error names and start the service",
        )
    )
)
