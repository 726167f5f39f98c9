"""The message broker cannot be reached.

What it looks for: `AMQP server on HOST:PORT is unreachable: ...`, `Connection failed: ... (retrying in N
seconds)`; over with `Reconnected to AMQP server`.

Why it fails a launch: every request of nova to its compute nodes goes by the broker.

What to do: look at RabbitMQ on that host, then at the way to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_ELSEWHERE = (
    "Name or service not known",
    "Temporary failure in name resolution",
    "No address associated",
    "nodename nor",
    "ACCESS_REFUSED",
    "NOT_ALLOWED",
)


def _is_other(told: Mapping[str, str]) -> bool:
    """Whether it is neither the name nor the login that failed: other rules tell of these."""
    return not any(words in told["reason"] for words in _ELSEWHERE)


rule = told(
    id="oslo-broker-unreachable",
    kinds={"oslo.broker_unreachable", "oslo.broker_connection_failed"},
    mended_by={"oslo.broker_back", "nova.report_back", "nova.spawned", "nova.built"},
    subject="server",
    noun="broker",
    fields=("reason",),
    where=_is_other,
    title="{where} cannot reach the message broker: {name}: {reason}",
    means=(
        "nova and neutron talk to their agents by way of RabbitMQ. Connection refused: the "
        "broker is down, or listens elsewhere. Timed out or no route: the network or a "
        "firewall. Reset or closed: it was restarted, or a balancer in between cut the "
        "connection. Until it is back this service hears and sends nothing, and is taken for "
        "dead."
    ),
    severity="error",
    stage="requested",
    category="control.messaging",
    says="the message broker cannot be reached",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the broker is down", "rabbitmqctl does not answer on its host"),
            ("the way to it is cut", "from another host the port answers"),
        ),
        asks=(
            Ask(
                "rabbitmqctl cluster_status",
                (
                    ("alarms, partitions or nodes down", "mend these first"),
                    ("none", "look at name, address, port and password on the side of the services"),
                ),
            ),
            Ask(
                "ss -ltn",
                (
                    ("nothing listens on 5672", "start rabbitmq-server on its host"),
                    ("it listens", "firewall, route or balancer"),
                ),
            ),
        ),
        fix=(
            "start RabbitMQ, or open the way to it",
            "services come back by themselves; restart those that stay down",
        ),
        hits_all=True,
    ),
    symptom_of=(
        "rabbitmq-alarm",
        "rabbitmq-partition",
        "rabbitmq-down",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR oslo.messaging._drivers.impl_rabbit [-] "
            "[0e3c5a2b-1f4e-4a52-9d0a-6a7c1f0e2b11] AMQP server on controller:5672 is unreachable: "
            "[Errno 111] ECONNREFUSED. Trying again in 1 seconds.\n"
        ),
        (
            "2026-11-02 06:11:02.120 4711 ERROR oslo.messaging._drivers.impl_rabbit [-] Connection "
            "failed: [Errno 111] Connection refused (retrying in 1.0 seconds): "
            "ConnectionRefusedError: [Errno 111] Connection refused\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:04.120 4711 INFO oslo.messaging._drivers.impl_rabbit [-] Reconnected "
            "to AMQP server on controller:5672\n"
        ),
        (
            "2026-11-02 06:11:02.120 4711 INFO oslo.messaging._drivers.impl_rabbit [-] A "
            "recoverable connection/channel error occurred, trying to reconnect: [Errno 104] "
            "Connection reset by peer\n"
        ),
    ),
    fix="start RabbitMQ, or open the way to it",
)
