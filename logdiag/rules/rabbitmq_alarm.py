"""RabbitMQ is short of memory or disk and blocks publishers.

What it looks for: `memory resource limit alarm set on node ...`, `disk resource limit alarm set`; over
with `... alarm cleared`.

Why it fails a launch: no request reaches a compute node while the alarm is on.

What to do: find what fills it: long queues that nobody reads, too many connections, a full disk.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-alarm",
    kinds={"rabbitmq.alarm_set", "rabbitmq.descriptor_alarm"},
    mended_by={"rabbitmq.alarm_cleared"},
    subject="resource",
    noun="resource",
    fields=("node",),
    title="RabbitMQ raised its {name} alarm on {node}: nobody may publish",
    means=(
        "Over its limit for {resource} (vm_memory_high_watermark, disk_free_limit) RabbitMQ "
        "stops reading from everybody who publishes, on every node of the cluster, until the "
        "alarm clears. OpenStack services stay connected and hang: launches stop in scheduling "
        "or BUILD without an error of their own."
    ),
    severity="error",
    stage="requested",
    category="control.messaging",
    says="RabbitMQ is short of memory or disk and blocks publishers",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "rabbitmqctl list_queues name messages memory",
                (
                    (
                        "one very long queue",
                        "nobody reads it: its service is dead, or notifications without a consumer",
                    ),
                    ("none is long", "connections and channels: rabbitmqctl list_connections"),
                ),
            ),
            Ask("df -h /var/lib/rabbitmq", (("less free than disk_free_limit", "free space"),)),
        ),
        fix=(
            "purge queues that nobody reads; give the broker more memory or disk",
            "switch off notifications that nobody consumes",
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120333+00:00 [warning] <0.470.0> memory resource limit alarm set "
            "on node rabbit@ctl1.\n"
        ),
        (
            "2026-11-02 06:11:02.120333+00:00 [warning] <0.470.0> disk resource limit alarm set on "
            "node 'rabbit@ctl1'.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:09.120333+00:00 [warning] <0.470.0> memory resource limit alarm "
            "cleared on node rabbit@ctl1\n"
        ),
        (
            "2026-11-02 06:11:02.120333+00:00 [info] <0.470.0> Memory high watermark set to 1024 "
            "MiB (1073741824 bytes) of 2048 MiB (2147483648 bytes) total\n"
        ),
    ),
    fix="purge queues that nobody reads; give the broker more memory or disk",
)
