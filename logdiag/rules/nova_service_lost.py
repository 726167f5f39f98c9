"""A nova service could not report that it lives.

What it looks for: `Lost connection to nova-conductor for reporting service status.`, `Unexpected error
while reporting service status`, `The services table record ... is gone`; over with `Recovered from being
unable to report status.`

Why it fails a launch: a host that is taken for dead gets no instances.

What to do: look at nova-conductor, RabbitMQ and the database at that time.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="nova-service-lost",
        kinds={"nova.report_lost", "nova.service_record_gone"},
        mended_by={"nova.report_back", "nova.spawned", "nova.built"},
        subject="program",
        noun="service",
        title="nova on {where} could not report that it lives",
        means=(
            "Every service writes its heartbeat through nova-conductor and RabbitMQ into the "
            "database. While it cannot, the scheduler takes the host for dead after "
            "service_down_time (60 s) and sends it nothing, though it may run well."
        ),
        severity="error",
        stage="scheduled",
        category="control.messaging",
        says="a nova service could not report that it lives",
        telling=Telling(
            asks=(
                Ask(
                    "openstack compute service list",
                    (
                        ("down", "restart nova-compute there when RabbitMQ and the conductor are well"),
                        ("up", "it came back"),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "oslo-broker-unreachable",
            "oslo-broker-login",
            "oslo-broker-blocks",
            "rabbitmq-alarm",
            "rabbitmq-partition",
            "database-unreachable",
            "database-connections",
            "database-galera",
            "keystone-credentials",
            "oslo-service-crashed",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 WARNING nova.servicegroup.drivers.db [-] Lost connection "
                "to nova-conductor for reporting service status.\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:12.120 4711 INFO nova.servicegroup.drivers.db [-] Recovered from "
                "being unable to report status.\n"
            ),
            (
                "2026-11-02 06:11:02.120 4711 WARNING nova.compute.manager [-] Virt driver is not "
                "ready. If this is the first time this service is starting on this host, then you can "
                "ignore this warning.\n"
            ),
        ),
        fix="bring nova-conductor, RabbitMQ or the database back; restart the service if it stays down",
    )
)
