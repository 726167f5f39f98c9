"""RabbitMQ was asked to stop and was not seen to come back.

What it looks for: `RabbitMQ is asked to stop...`, `SIGTERM received - shutting down`, and no `Server
startup complete` after it.

Why it fails a launch: while the broker is stopped no request reaches a compute node.

What to do: ask who stopped it; start it if nobody meant to keep it stopped.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-stopped",
    kinds={"rabbitmq.stopping", "rabbitmq.terminated"},
    subject="host",
    noun="broker",
    mended_by={"rabbitmq.started"},
    title="RabbitMQ on {where} was asked to stop, and is not seen to have come back",
    means=(
        "Somebody, or a restart of the machine or the package, told the broker to stop: it did "
        "not fail. No start is in this log after it. While it is stopped services of the cloud "
        "neither hear nor send a message, unless they know another node."
    ),
    severity="error",
    stage="requested",
    category="control.messaging",
    says="RabbitMQ was asked to stop and did not come back",
    symptom_of=("rabbitmq-overloaded",),
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "it was stopped on purpose, for maintenance",
                "somebody typed systemctl stop or rabbitmqctl stop",
            ),
            ("it came back after this log ends", "systemctl status rabbitmq-server: active"),
        ),
        asks=(
            Ask(
                "systemctl status rabbitmq-server --no-pager",
                (
                    ("inactive", "nobody started it again: start it"),
                    ("failed", "its log says why it could not"),
                    ("active", "it came back"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=("2026-11-02 06:11:02.120333+00:00 [info] <0.470.0> RabbitMQ is asked to stop...\n",),
    quiet=(
        ("2026-11-02 06:11:42.120333+00:00 [info] <0.470.0> Server startup complete; 3 plugins started.\n"),
    ),
    fix="start RabbitMQ, if nobody meant it to stay stopped",
)
