"""dhcpd has fallen silent though its clients ought to renew.

What it looks for: three clients or more whose leases dhcpd renewed at steady times, none of which it renewed three
times over, and not one line of dhcpd since, in a log of the host that goes on and is whole; with no line that it was
stopped.

Why it fails a launch: guests ask and nobody answers; those that run lose their address when the lease ends.

What to do: systemctl status of its unit (isc-dhcp-server, dhcpd). If it runs, look whether requests reach the
bridge: tcpdump -ni BRIDGE port 67.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from logdiag.context import SECOND, Context, named
from logdiag.correlate.runs import Run
from logdiag.event import At, said_last
from logdiag.parse.moments import Moment, as_datetime
from logdiag.parse.uptimes import is_untied
from logdiag.report.values import Entity
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Ask, Asked, Judged, Rule, Telling
from logdiag.rules.timing import speaks_whole

CLIENTS, RENEWALS, MISSED = 3, 3, 3
SHORTEST = 1800 * SECOND
"""Half an hour: shorter silences are those of any small cloud."""
FASTEST = 30 * SECOND
"""What comes faster is a client that asks again, no renewal."""
_ACK = "Nov 22 {:02}:{:02}:0{} nc01 dhcpd[242]: DHCPACK on 10.1.0.{} to d0:0d:00:00:00:0{} via br0\n"
_RENEWED = "".join(_ACK.format(6, minute, n, n, n) for minute in range(0, 60, 5) for n in (1, 2, 3))
_LATER = "Nov 22 {}:17:01 nc01 CRON[4711]: (root) CMD (run-parts /etc/cron.hourly)\n"
_STOPPED = "Nov 22 06:58:00 nc01 systemd[1]: Stopped isc-dhcp-server.service - LSB: DHCP server.\n"


class _Renewed(NamedTuple):
    """A client: when it was renewed last, and the microseconds between its renewals."""

    mac: str
    last: At
    period: int


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One judgement a host."""
    stops = {key[0]: cell.last for key, cell in state.items() if key[1].startswith(("isc-dhcp", "dhcpd"))}
    for host in context.hosts:
        found = _silence(context, host, stops.get(host))
        if found:
            yield found


def _silence(context: Context, host: str, stop: At | None) -> Judged | None:
    runs, (last, end) = context.runs_on(host), _ends(context, host)
    if not last or not end or end.time - last.time < SHORTEST or is_untied(last.wall):
        return None
    if _has_ended(runs[-1]) or (stop and stop.time >= last.time - SHORTEST):
        return None
    renewed = _renewed(context, host)
    if len({one.mac for one in renewed}) < CLIENTS or not all(_is_overdue(one, end) for one in renewed):
        return None
    if not speaks_whole(context, host, last.time + 1, end.time - SECOND):
        return None
    missed = sum((end.time - one.last.time) // one.period for one in renewed)
    return _judged(host, last, len(renewed), missed)


def _ends(context: Context, host: str) -> tuple[At | None, At | None]:
    """The last line of dhcpd on a host, and of the host in that log."""
    speeches = [speech.last for run in context.runs_on(host) for speech in run.speeches]
    last = said_last(speeches) if speeches else None
    return last, context.ends.get(host, {}).get(last.source) if last else None


def asks(_state: Values[Cell], context: Context) -> Iterator[Asked]:
    """For each host: whether dhcpd speaks, whether the log goes on, whether its clients renew, and are overdue."""
    for host in context.hosts:
        last, end = _ends(context, host)
        if not last or not end:
            continue
        silent, clients = (end.time - last.time) // SECOND, _renewed(context, host)
        least = SHORTEST // SECOND
        text = f"the log of {named(host)} goes on for {silent} s after dhcpd's last line; {least} are asked for"
        yield Asked(text, silent >= least, last)
        some = len({one.mac for one in clients})
        yield Asked(
            f"{CLIENTS} clients that renew by the clock are asked for; there are {some}", some >= CLIENTS
        )
        late = sum(_is_overdue(one, end) for one in clients)
        if clients:
            yield Asked(
                f"all of them are to be overdue {MISSED} times over; {late} are", late == len(clients)
            )


def _has_ended(run: Run) -> bool:
    """Whether its last words say that it went."""
    return run.fatal is not None


def _is_overdue(one: _Renewed, end: At) -> bool:
    return end.time - one.last.time >= MISSED * one.period


def _renewed(context: Context, host: str) -> list[_Renewed]:
    """The clients of a host that were renewed often enough to tell their time."""
    found = []
    for key in context.leases.keys_on(host):
        cell = context.leases.get(key)
        if cell is not None and cell.count > RENEWALS:
            period = (cell.last.time - cell.first.time) // (cell.count - 1)
            if period >= FASTEST:
                found.append(_Renewed(key.split("\0")[1], cell.last, period))
    return found


def _judged(host: str, last: At, clients: int, missed: int) -> Judged:
    at = as_datetime(Moment(last.wall, None)).strftime("%H:%M:%S")
    return Judged(
        host=host,
        title=f"dhcpd on {named(host)} fell silent at {at}: {missed} renewals of {clients} clients did not come",
        severity="warning",
        role="cause",
        status="ongoing",
        entities=(Entity("service", "dhcpd", clients),),
        count=clients,
        at_least=False,
        first=last,
        last=last,
        evidence=(last,),
        values={"where": named(host)},
    )


rule = Rule(
    id="dhcpd-silent",
    severity="warning",
    stage="addressed",
    category="dhcp.server",
    fold=Seen(frozenset({"systemd.stopped"}), ("host", "unit")),
    judge=judge,
    asks=asks,
    says="dhcpd has fallen silent though its clients ought to renew",
    telling=Telling(
        means=(
            "Clients renew at half of their lease, so a dhcpd with guests speaks by the clock. Every client that it "
            "renewed evenly is overdue three times over, and dhcpd has not said a word since, while others on the "
            "host went on: it hangs or is gone, or requests do not reach it any more."
        ),
        confidence="possible",
        rivals=(
            ("all of these guests were stopped, or moved", "virsh -r list --all; the API's list"),
            (
                "it was stopped on purpose, without a line that says so",
                "systemctl status isc-dhcp-server dhcpd",
            ),
            ("its lines go to another log since then", "its newest file under /var/log"),
        ),
        beyond="not known: whether it is gone or hears nothing",
        asks=(
            Ask(
                "systemctl status isc-dhcp-server dhcpd --no-pager",
                (
                    ("active", "it hears nothing: tcpdump on the bridge shows whether requests come"),
                    ("inactive or failed", "start it; its last lines say why it ended"),
                ),
            ),
        ),
        fix=("start dhcpd again, or mend the way from the guests to it",),
    ),
    symptom_of=("dhcpd-exited", "dhcpd-not-listening", "unit-failed", "host-out-of-memory"),
    fires=(_RENEWED + _LATER.format("08"),),
    quiet=(
        _RENEWED,
        _RENEWED + _LATER.format("07"),
        _RENEWED + _STOPPED + _LATER.format("08"),
        _RENEWED.replace("00:02", "00:01").replace("00:03", "00:01") + _LATER.format("08"),
    ),
    fix="start dhcpd again, or mend the way from the guests to it",
)
