"""A service that spoke at a steady beat has fallen silent while its log went on.

What it looks for: lines that a service says by the clock (nova-compute's `Final resource view` every minute,
cinder-volume's `Updating volume status`), at least six of them and evenly, and then none for five beats and five
minutes, up to the end of a log that goes on and is whole; with no line that it was asked to stop.

Why it fails a launch: a service whose clockwork stands hangs, is gone, or has lost RabbitMQ without a word: it takes
no requests, and after a minute the scheduler passes the node over.

What to do: systemctl status of the service; if it runs, restart it, its threads hang. If it is gone, its unit's last
words say why.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from logdiag.context import Context, named
from logdiag.event import At
from logdiag.parse.moments import Moment, as_datetime
from logdiag.parse.uptimes import is_untied
from logdiag.report.values import Entity
from logdiag.rules.folds import SECOND, Key, Sequence, Steps, Timeline, Values
from logdiag.rules.rule import Ask, Asked, Judged, Rule, Telling
from logdiag.rules.timing import speaks_whole

BEAT, STOP = "beat", "stop"
BEATS = 6
"""So many tell a beat."""
MISSED = 5
"""So many beats that do not come are a silence; one that is late twice over is none."""
SHORTEST, FASTEST, SLOWEST = 300 * SECOND, 5 * SECOND, 1800 * SECOND
_SERVICES = {"nova": "nova-compute", "cinder": "cinder-volume"}
_HEAD = "nova.compute.resource_tracker [req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 - - - - -] Final resource view: "
_VIEW = (
    "name=nc03 phys_ram=257520MB used_ram=8704MB phys_disk=1787GB used_disk=140GB total_vcpus=48 used_vcpus=14 "
    "pci_stats=[]"
)
_BEATS = "".join(f"2026-11-02 06:0{minute}:16.010 3377 INFO {_HEAD}{_VIEW}\n" for minute in range(1, 8))
_LATER = "2026-11-02 06:{}:00.120 3377 INFO nova.virt.libvirt.imagecache [-] image aa11 at (/x): checking\n"


class _Silence(NamedTuple):
    """What fell silent: after which beat, what comes by how many microseconds, how often it did not come."""

    service: str
    node: str
    line: Timeline
    period: int
    missed: int


def judge(state: Values[Steps], context: Context) -> Iterator[Judged]:
    """One judgement a host, over all that fell silent there."""
    by_host: dict[str, list[tuple[Key, Steps]]] = {}
    for key, steps in state.items():
        by_host.setdefault(key[0], []).append((key, steps))
    for host, entries in by_host.items():
        stops = [steps.of(STOP).last for key, steps in entries if steps.of(STOP) and _is_theirs(key[3])]
        found = [one for key, steps in entries if (one := _silence(key, steps.of(BEAT), stops, context))]
        if found:
            yield _judged(host, found)


def _is_theirs(unit: str) -> bool:
    """Whether a stop is of such a service; oslo's own words, and descriptions of OpenStack's, name no unit."""
    return not unit or any(project in unit for project in (*_SERVICES, "devstack"))


def _silence(key: Key, line: Timeline, stops: list[At], context: Context) -> _Silence | None:
    host, program, node, _ = key
    period = _period(line)
    end = context.ends.get(host, {}).get(line.last.source) if period else None
    if not period or end is None or any(stop.time >= line.last.time - period for stop in stops):
        return None
    silent = end.time - line.last.time
    if silent < max(SHORTEST, MISSED * period) or not speaks_whole(
        context, host, line.last.time + 1, end.time - SECOND
    ):
        return None
    service = next((name for begin, name in _SERVICES.items() if program.startswith(begin)), program)
    return _Silence(service, node, line, period, silent // period)


def _period(line: Timeline) -> int:
    """Microseconds from beat to beat; 0 for what is no beat: too few, too fast or slow, or uneven."""
    if not line or line.count < BEATS or is_untied(line.last.wall):
        return 0
    period = (line.last.time - line.first.time) // (line.count - 1)
    late = max((after.first.time - before.last.time for before, after in pairwise(line)), default=0)
    return period if FASTEST <= period <= SLOWEST and 2 * late <= 5 * period else 0


def asks(state: Values[Steps], context: Context) -> Iterator[Asked]:
    """For each that spoke by the clock: whether that is a beat, whether the log goes on, and whether it was stopped."""
    entries = list(state.items())
    for (host, _, node, _), steps in entries:
        line = steps.of(BEAT)
        if not line:
            continue
        who, period = node or named(host), _period(line)
        beat = f"at least {BEATS} lines by the clock of {who} are asked for, evenly: {line.count} came"
        yield Asked(
            f"{beat}, one in {period // SECOND} s" if period else f"{beat}, which are no beat", bool(period)
        )
        end = context.ends.get(host, {}).get(line.last.source)
        if not period or end is None:
            continue
        silent, least = end.time - line.last.time, max(SHORTEST, MISSED * period)
        text = f"the log goes on for {silent // SECOND} s after the last of {who}; {least // SECOND} are asked for"
        yield Asked(text, silent >= least, line.last)
        whole = speaks_whole(context, host, line.last.time + 1, end.time - SECOND)
        yield Asked(
            f"the log {'is whole' if whole else 'has a hole'} in that time", whole or silent < least
        )
        stops = [other.of(STOP).last for key, other in entries if key[0] == host and other.of(STOP)]
        yield from (
            Asked("it was asked to stop", False, stop)
            for stop in stops
            if stop.time >= line.last.time - period
        )


def _judged(host: str, found: list[_Silence]) -> Judged:
    first = found[0]
    at = as_datetime(Moment(first.line.last.wall, None)).strftime("%H:%M:%S")
    where = first.node or named(host)
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return Judged(
        host=host,
        title=f"{first.service} on {where}{more} fell silent at {at}: {first.missed} of its beats, one in "
        f"{round(first.period / SECOND)} s, did not come",
        severity="warning",
        role="cause",
        status="ongoing",
        entities=tuple(Entity("service", f"{one.service}@{one.node}", one.line.count) for one in found),
        count=sum(one.line.count for one in found),
        at_least=False,
        first=min(one.line.last for one in found),
        last=max(one.line.last for one in found),
        evidence=tuple(one.line.last for one in found[:10]),
        values={"service": first.service, "name": where, "where": where},
    )


rule = Rule(
    id="service-silent",
    severity="warning",
    stage="scheduled",
    category="control.messaging",
    fold=Sequence(
        steps={
            BEAT: frozenset({"nova.resource_view", "cinder.volume_status"}),
            STOP: frozenset({"oslo.stopping", "systemd.stopped"}),
        },
        key=("host", "program", "node", "unit"),
    ),
    judge=judge,
    asks=asks,
    says="a service that spoke by the clock has fallen silent while its log went on",
    telling=Telling(
        means=(
            "What a service says by the clock comes from its own loop. The log goes on and is whole, nothing says "
            "that it was asked to stop, and its lines stay away: it hangs (a lock, a call to libvirt or to storage "
            "that never returns), it is gone without a word, or it has lost RabbitMQ."
        ),
        confidence="possible",
        rivals=(
            (
                "it was stopped on purpose, and the line that says so is elsewhere",
                "journalctl -u {service}",
            ),
            (
                "its lines go elsewhere since then: a rotation, or another log",
                "its newest file under /var/log",
            ),
            ("its log level was raised", "grep -n debug in its configuration, and when that was changed"),
        ),
        beyond="not known: whether it hangs or is gone",
        asks=(
            Ask(
                "systemctl status {service} --no-pager",
                (
                    ("active", "it hangs: restart it; a report (kill -USR2) shows where its threads stand"),
                    ("inactive or failed", "its last lines say why it ended"),
                ),
            ),
        ),
        fix=("restart {service} on {name}",),
        needs_launch=True,
    ),
    symptom_of=("nova-compute-silent", "oslo-broker-unreachable", "unit-failed"),
    fires=(_BEATS + _LATER.format("20"),),
    quiet=(
        _BEATS,
        _BEATS + _LATER.format("09"),
        _BEATS
        + "2026-11-02 06:07:50.010 3377 INFO oslo_service.service [-] Caught SIGTERM, stopping children\n"
        + _LATER.format("20"),
    ),
    fix="restart the service; a report of its threads shows where it hangs",
)
