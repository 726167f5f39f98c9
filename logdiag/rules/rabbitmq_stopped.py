"""RabbitMQ was asked to stop, and is not seen to come back.

What it looks for: `RabbitMQ is asked to stop...` (rabbitmqctl stop_app), `SIGTERM received - shutting down`
(systemctl stop); over with `Server startup complete`.

Why it fails a launch: services without a broker hear and send nothing. Somebody wanted it so, for a while or for good,
and the log may simply end before it is started again.

What to do: ask who stopped it; start it if nobody meant to.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "2026-11-02 06:11:02.120333+00:00 [info] <0.470.0> "

rule = told(
    id="rabbitmq-stopped",
    kinds={"rabbitmq.stopping", "rabbitmq.terminated"},
    mended_by={"rabbitmq.started"},
    subject="host",
    noun="host",
    title="RabbitMQ on {where} was asked to stop and is not seen to come back",
    means=(
        "It did not fail: a person, a package or a cluster manager stopped it. Until it is started again services "
        "that know no other node hear and send nothing."
    ),
    severity="warning",
    stage="requested",
    category="control.messaging",
    says="RabbitMQ was asked to stop and is not seen to come back",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "it was stopped on purpose, and the log ends before its start",
                "systemctl status rabbitmq-server",
            ),
            (
                "services use another node of the cluster",
                "rabbitmqctl cluster_status; no AMQP errors in their logs",
            ),
        ),
        beyond="not known: who asked",
        asks=(
            Ask(
                "systemctl status rabbitmq-server",
                (
                    ("inactive", "start it, unless somebody works on it"),
                    ("active", "it came back"),
                ),
            ),
        ),
        fix=("systemctl start rabbitmq-server, or rabbitmqctl start_app",),
    ),
    fires=(f"{_HEAD}SIGTERM received - shutting down\n", f"{_HEAD}RabbitMQ is asked to stop...\n"),
    quiet=(
        "2026-11-02 06:12:02.120333+00:00 [info] <0.270.0> Server startup complete; 0 plugins started.\n",
    ),
    fix="start RabbitMQ again if nobody meant to stop it",
)
