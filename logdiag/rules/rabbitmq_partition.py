"""The RabbitMQ cluster is partitioned.

What it looks for: `mnesia_event got {inconsistent_database, ...}`, `Partial partition detected`.

Why it fails a launch: requests and answers are lost between the two sides.

What to do: choose the side to trust, restart the other.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-partition",
    kinds={"rabbitmq.partitioned"},
    subject="node",
    noun="node",
    fields=("reason",),
    title="The RabbitMQ cluster is partitioned: {reason}",
    means=(
        "The nodes of the broker lost sight of each other for a while and each went on by "
        "itself. Queues live on one side only, so that some services talk past each other, "
        "without any error, until the partition is healed by restarting the nodes of one side "
        "(cluster_partition_handling decides whether that happens by itself)."
    ),
    severity="error",
    stage="requested",
    category="control.messaging",
    says="the RabbitMQ cluster is partitioned",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "rabbitmqctl cluster_status",
                (
                    ("partitions are listed", "restart the nodes of the lesser side"),
                    ("none", "it healed: restart services that stayed deaf"),
                ),
            ),
        ),
        fix=(
            "restart the nodes of the lesser side, one by one",
            "then restart services that stay without answers",
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120333+00:00 [error] <0.470.0> Mnesia('rabbit@ctl1'): ** ERROR ** "
            "mnesia_event got {inconsistent_database, running_partitioned_network, 'rabbit@ctl2'}\n"
        ),
    ),
    quiet=("2026-11-02 06:11:02.120333+00:00 [info] <0.470.0> rabbit on node rabbit@ctl2 up\n",),
    fix="restart the nodes of the lesser side, one by one",
)
