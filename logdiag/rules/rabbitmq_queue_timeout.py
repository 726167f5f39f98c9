"""A queue of RabbitMQ hangs.

What it looks for: `operation queue.declare caused a channel exception not_found: failed to perform
operation on queue ... due to timeout`.

Why it fails a launch: what is sent to that queue is never read.

What to do: find the queue and the node it lives on; delete it, or restart that node.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-queue-timeout",
    kinds={"rabbitmq.queue_operation_timeout"},
    subject="program",
    noun="broker",
    fields=("operation", "reason"),
    title="A queue of RabbitMQ does not answer: {reason}",
    means=(
        "The process that owns the queue hangs or lives on a node that is gone, so that every "
        "declare or bind of it times out with not_found. Services that need that queue stay "
        "deaf though they are connected; a restart of theirs changes nothing until the queue is "
        "deleted or its node restarted."
    ),
    severity="warning",
    stage="requested",
    category="control.messaging",
    says="a queue of RabbitMQ hangs",
    telling=Telling(
        asks=(
            Ask(
                "rabbitmqctl cluster_status",
                (
                    ("alarms, partitions or nodes down", "mend these first"),
                    ("none", "look at name, address, port and password on the side of the services"),
                ),
            ),
            Ask(
                "rabbitmqctl list_queues name pid state",
                (("the queue is down or has no answer", "delete it; its service declares it anew"),),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120333+00:00 [error] <0.470.0> operation queue.declare caused a "
            "channel exception not_found: failed to perform operation on queue 'conductor' in vhost "
            "'/' due to timeout\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120333+00:00 [error] <0.470.0> operation queue.declare caused a "
            "channel exception precondition_failed: inequivalent arg 'durable' for queue "
            "'conductor' in vhost '/'\n"
        ),
    ),
    fix="delete the queue (its service declares it anew), or restart the node it lives on",
)
