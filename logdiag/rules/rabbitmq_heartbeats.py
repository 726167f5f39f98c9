"""RabbitMQ drops many clients for missed heartbeats.

What it looks for: `missed heartbeats from client, timeout: 60s` and `{handshake_timeout,...}`, twice or
more.

Why it fails a launch: a service that is dropped hears nothing until it has come back.

What to do: look at the load of the broker and of the machines named in the lines before.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-heartbeats",
    kinds={"rabbitmq.heartbeats_missed", "rabbitmq.handshake_timeout"},
    subject="program",
    noun="broker",
    times=2,
    title="RabbitMQ drops clients that stay silent ({many})",
    means=(
        "Clients missed heartbeats or did not finish their greeting: the machines they run on "
        "are overloaded or hang, the network between loses packets, or the broker itself is too "
        "busy to read. Now and then it is ordinary; many at once make services lose their "
        "queues."
    ),
    severity="warning",
    stage="requested",
    category="control.messaging",
    says="RabbitMQ drops many clients for missed heartbeats",
    telling=Telling(
        confidence="possible",
        asks=(
            Ask(
                "rabbitmqctl cluster_status",
                (
                    ("alarms, partitions or nodes down", "mend these first"),
                    ("none", "look at name, address, port and password on the side of the services"),
                ),
            ),
        ),
        hits_all=True,
    ),
    symptom_of=(
        "rabbitmq-alarm",
        "rabbitmq-partition",
    ),
    fires=(
        (
            "2026-11-02 06:11:01.120333+00:00 [error] <0.470.0> missed heartbeats from client, "
            "timeout: 60s\n"
            "2026-11-02 06:11:02.120333+00:00 [error] <0.470.0> missed heartbeats from client, "
            "timeout: 60s\n"
            "2026-11-02 06:11:03.120333+00:00 [error] <0.470.0> missed heartbeats from client, "
            "timeout: 60s\n"
            "2026-11-02 06:11:04.120333+00:00 [error] <0.470.0> missed heartbeats from client, "
            "timeout: 60s\n"
            "2026-11-02 06:11:05.120333+00:00 [error] <0.470.0> missed heartbeats from client, "
            "timeout: 60s\n"
            "2026-11-02 06:11:06.120333+00:00 [error] <0.470.0> missed heartbeats from client, "
            "timeout: 60s\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120333+00:00 [error] <0.470.0> missed heartbeats from client, "
            "timeout: 60s\n"
        ),
    ),
    fix="relieve the broker or the machines; raise heartbeat_timeout_threshold only then",
)
