"""A compute node has fallen silent, and the scheduler takes it for dead.

What it looks for: `Host ... has not been heard from in a while` (in other words: `(node, node) ram: ... has not been
heard from in a while`), and how long nova-compute of that node, which logs its resources every minute, was
silent before.

Why it fails a launch: a node that does not report within service_down_time (60 s) gets no instances; if it was the
only one that fits, the launch ends with No valid host was found.

What to do: restart nova-compute on that node; if it is running and silent it lost its connection to RabbitMQ without
noticing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import SECOND, Context
from logdiag.rules.folds import Steps, Values
from logdiag.rules.rule import Ask, Judged, Telling
from logdiag.rules.told import MENDED, TOLD, told

SHORTEST = 120 * SECOND
"""Resources are logged every minute: two of them missing are a silence."""

_TOLD = told(
    id="nova-compute-silent",
    kinds={"nova.not_heard_from"},
    mended_by={"nova.resource_view"},
    subject="node",
    noun="compute node",
    title="nova-compute on {name} has fallen silent: the scheduler takes it for dead",
    means=(
        "nova-compute reports every ten seconds by way of RabbitMQ and the conductor; after 60 s without a "
        "heartbeat (service_down_time) the scheduler passes the node over. Either the process is gone or the "
        "node is, or it runs and has lost its connection to RabbitMQ without noticing, as happens when a broker "
        "node is rebooted: then it logs nothing at all, and the silence is the only sign. Its clock may also be "
        "wrong, as the age of a report is a difference of clocks."
    ),
    severity="error",
    stage="scheduled",
    category="control.messaging",
    says="a compute node has fallen silent, and the scheduler takes it for dead",
    telling=Telling(
        rivals=(
            ("the process or the node is down", "systemctl status nova-compute there: not active"),
            (
                "it runs and has lost RabbitMQ without a word",
                "active, and its log ends where the silence began",
            ),
            ("the clocks differ", "timedatectl on both: more than a minute apart"),
        ),
        asks=(
            Ask(
                "openstack compute service list --service nova-compute",
                (
                    ("down, and its process is gone", "start it; the node's own log says why it ended"),
                    ("down, and its process runs", "restart it: it lost RabbitMQ without noticing"),
                    ("up", "it has come back"),
                ),
            ),
        ),
        fix=(
            "restart nova-compute on {name}",
            "set heartbeat_timeout_threshold and TCP keepalive so that a dead connection is noticed",
        ),
        beyond="not known: nova-compute.log of that node shows whether it ended or only fell silent",
    ),
    symptom_of=(
        "oslo-broker-name-unknown",
        "oslo-broker-unreachable",
        "oslo-broker-login",
        "rabbitmq-alarm",
        "rabbitmq-partition",
        "nova-service-lost",
    ),
    fires=(
        "2026-11-02 06:11:02.120 1188 WARNING nova.scheduler.host_manager [-] Host nc03 "
        "has not been heard from in a while\n",
        "2026-11-02 06:11:02.120 1188 WARNING nova.scheduler.filters.compute_filter "
        "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] (nc03, nc03.example.net) ram: 31627MB "
        "disk: 96256MB io_ops: 0 instances: 2, allocation_candidates: 1 has not been heard from in a while\n",
    ),
    quiet=(
        "2026-11-02 06:12:16.010 3377 INFO nova.compute.resource_tracker [-] Final resource view: name=nc03 "
        "phys_ram=257520MB used_ram=8704MB phys_disk=1787GB used_disk=140GB total_vcpus=48 used_vcpus=14 "
        "pci_stats=[]\n",
    ),
    fix="restart nova-compute on that node",
)


def judge(state: Values[Steps], context: Context) -> Iterator[Judged]:
    """As is told, and how long the first node had been silent before, where its own log is among those given."""
    silences = {(key[0], key[1]): silence for key, value in state.items() if (silence := _silence(value))}
    for judged in _TOLD.judge(state, context):
        silence = silences.get((judged.host, judged.entities[0].name), 0)
        more = f"; not a line of its own for {silence // (60 * SECOND)} min before" if silence else ""
        yield replace(judged, title=f"{judged.title}{more}")


def _silence(steps: Steps) -> int:
    """Microseconds from a node's last line to the first complaint; 0 if that is short, or the node spoke after it."""
    missed, spoke = list(steps.of(TOLD)), list(steps.of(MENDED))
    if not missed or not spoke:
        return 0
    gap = min(cell.first for cell in missed).time - max(cell.last for cell in spoke).time
    return gap if gap >= SHORTEST else 0


rule = replace(_TOLD, judge=judge)
