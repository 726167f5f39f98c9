"""RabbitMQ's own store is overloaded.

What it looks for: `Mnesia is overloaded: {dump_log,write_threshold}` five times or more, until the
broker was stopped.

Why it fails a launch: services that cannot declare their queues get no requests.

What to do: look at the disk of the broker and the number of queues; let services come back a few at a
time.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-overloaded",
    kinds={"rabbitmq.mnesia_overloaded"},
    mended_by={"rabbitmq.terminated", "rabbitmq.stopping"},
    subject="program",
    noun="broker",
    times=5,
    title="RabbitMQ's own store cannot keep up",
    means=(
        "Mnesia, in which RabbitMQ keeps queues and bindings, writes slower than it is changed: "
        "very many queues are declared at once (all services reconnect after a restart), or the "
        "disk is slow. At a start a few such lines are ordinary; when they go on, or queue "
        "operations time out, services cannot declare their queues and stay deaf."
    ),
    severity="warning",
    stage="requested",
    category="control.messaging",
    says="RabbitMQ's own store is overloaded",
    telling=Telling(
        confidence="possible",
        asks=(
            Ask(
                "rabbitmqctl list_queues name consumers",
                (
                    ("thousands, most without consumers", "left over from dead services: delete them"),
                    ("few", "the disk is slow: iostat"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02 06:11:01.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
            "2026-11-02 06:11:02.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
            "2026-11-02 06:11:03.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
            "2026-11-02 06:11:04.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
            "2026-11-02 06:11:05.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
            "2026-11-02 06:11:06.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:01.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
            "2026-11-02 06:11:02.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
            "2026-11-02 06:11:03.120333+00:00 [warning] <0.470.0> Mnesia('rabbit@ctl1'): ** WARNING "
            "** Mnesia is overloaded: {dump_log,write_threshold}\n"
        ),
    ),
    fix="delete queues without consumers, give the broker a faster disk, restart services in turn",
)
