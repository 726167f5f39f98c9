"""The name of the message broker cannot be resolved.

What it looks for: `AMQP server on HOST:PORT is unreachable: [Errno -2] Name or service not known`, or
`Connection failed: [Errno -2] Name or service not known` where the broker is not named.

Why it fails a launch: every request of nova to its compute nodes goes by the broker.

What to do: put the name into /etc/hosts or DNS on this machine, or write an address into transport_url.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_WORDS = (
    "Name or service not known",
    "Temporary failure in name resolution",
    "No address associated",
    "nodename nor",
)


def _is_name(told: Mapping[str, str]) -> bool:
    """Whether the name of the broker could not be resolved."""
    return any(words in told["reason"] for words in _WORDS)


rule = told(
    id="oslo-broker-name-unknown",
    kinds={"oslo.broker_unreachable", "oslo.broker_connection_failed"},
    mended_by={"oslo.broker_back", "nova.report_back", "nova.spawned", "nova.built"},
    subject="server",
    noun="broker",
    fields=("reason",),
    where=_is_name,
    title="{where} cannot resolve the name of the message broker: {name}",
    means=(
        "The name in transport_url is not known on this machine: neither /etc/hosts nor DNS has "
        "it; or, by the words `Temporary failure in name resolution`, the name servers of "
        "/etc/resolv.conf do not answer. RabbitMQ itself may be well. Until the name resolves this "
        "service neither hears nor sends a message; a compute node that cannot reach the broker is down for the "
        "scheduler, and builds sent to it hang."
    ),
    severity="error",
    stage="requested",
    category="control.messaging",
    says="the name of the message broker cannot be resolved",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "getent hosts {server}",
                (
                    ("nothing", "the name is unknown here: /etc/hosts, /etc/resolv.conf"),
                    ("an address", "it resolves now: restart the service if it does not come back"),
                ),
            ),
            Ask(
                "cat /etc/hosts",
                (
                    ("the controller is missing", "add it"),
                    ("it is there", "compare it letter by letter with transport_url"),
                ),
            ),
        ),
        fix=(
            "add the name to /etc/hosts (or DNS) on this machine",
            "the service tries again by itself",
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR oslo.messaging._drivers.impl_rabbit [-] AMQP server "
            "on controller:5672 is unreachable: [Errno -2] Name or service not known. Trying again "
            "in 1 seconds.\n"
        ),
        (
            "2026-11-02 06:11:02.120 4711 ERROR oslo.messaging._drivers.impl_rabbit [-] Connection "
            "failed: [Errno -2] Name or service not known (retrying in 1.0 seconds): "
            "socket.gaierror: [Errno -2] Name or service not known\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:04.120 4711 INFO oslo.messaging._drivers.impl_rabbit [-] Reconnected "
            "to AMQP server on controller:5672\n"
        ),
    ),
    fix="add the name to /etc/hosts (or DNS) on this machine",
)
