"""A node of RabbitMQ went down and did not come back.

What it looks for: `rabbit on node ... down`, `node ... down: net_tick_timeout`; over with `rabbit on node ... up`
and `Server startup complete`. A node that was asked to stop is rabbitmq-stopped.

Why it fails a launch: services without a broker hear and send nothing.

What to do: start it; see why it stopped.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-down",
    kinds={"rabbitmq.node_down"},
    mended_by={"rabbitmq.node_up", "rabbitmq.started"},
    subject="node",
    noun="node",
    fields=("reason",),
    title="RabbitMQ went down: {name}",
    means=(
        "A node of the broker stopped or was lost, and has not been seen to come back. Services "
        "on it go to another node if they know one; queues that were not mirrored are gone."
    ),
    severity="error",
    stage="requested",
    category="control.messaging",
    says="a node of RabbitMQ went down and did not come back",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "systemctl status rabbitmq-server",
                (
                    ("failed", "its log says why"),
                    ("active", "it came back"),
                ),
            ),
        ),
        hits_all=True,
    ),
    symptom_of=("rabbitmq-stopped",),
    fires=("2026-11-02 06:11:02.120333+00:00 [info] <0.470.0> rabbit on node rabbit@ctl2 down\n",),
    quiet=("2026-11-02 06:11:12.120333+00:00 [info] <0.470.0> rabbit on node rabbit@ctl2 up\n",),
    fix="start RabbitMQ on that node",
)
