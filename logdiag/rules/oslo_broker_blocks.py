"""The message broker blocks those who publish.

What it looks for: `The broker has blocked the connection: low on memory`; over with `The broker has
unblocked the connection`.

Why it fails a launch: no request reaches a compute node while it lasts.

What to do: look at the alarm in RabbitMQ: its memory, its disk, its longest queues.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="oslo-broker-blocks",
        kinds={"oslo.broker_blocks"},
        mended_by={"oslo.broker_unblocks"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="The message broker takes no messages from {where}: {reason}",
        means=(
            "RabbitMQ is short of memory or disk and blocks everybody who publishes until that "
            "ends. Connections stay up, so that all looks well, and requests hang."
        ),
        severity="error",
        stage="requested",
        category="control.messaging",
        says="the message broker blocks those who publish",
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "rabbitmqctl cluster_status",
                    (
                        ("alarms, partitions or nodes down", "mend these first"),
                        ("none", "look at name, address, port and password on the side of the services"),
                    ),
                ),
                Ask(
                    "rabbitmqctl list_queues name messages consumers",
                    (
                        (
                            "a long queue without consumers",
                            "a dead service, or notifications nobody reads: purge it",
                        ),
                    ),
                ),
            ),
            hits_all=True,
        ),
        symptom_of=("rabbitmq-alarm",),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR oslo.messaging._drivers.impl_rabbit [-] The broker "
                "has blocked the connection: low on memory\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:08.120 4711 INFO oslo.messaging._drivers.impl_rabbit [-] The broker "
                "has unblocked the connection\n"
            ),
        ),
        fix="free memory or disk on the broker, purge queues that nobody reads",
    )
)
