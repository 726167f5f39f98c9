"""A client asked for an address and nobody answered.

What it looks for: `DHCPDISCOVER from MAC via br0` without an offer or an ACK to that MAC from any server
within 10 seconds, and none later; only where the log goes on for that long without a hole.

Why it fails a launch: the guest waits for its time-out and comes up without an address.

What to do: see what dhcpd does in that time (a ping check takes a second; a busy disk delays the lease file),
and whether another server ought to answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import Context, named
from logdiag.event import At
from logdiag.rules.folds import ANSWER, Cell, Steps, Unanswered, Values
from logdiag.rules.rule import Judged, Rule, judged_of

# dhcpd pings an address for one second before it offers it; clients ask again after 3 to 10.
WINDOW = 10

FOLD = Unanswered(
    asks=frozenset({"dhcpd.discover"}),
    answers=frozenset({"dhcpd.offer", "dhcpd.ack", "dhcpd.no_free_leases", "dhcpd.discover_refused"}),
    key=("host", "mac"),
    window=WINDOW,
)


def judge(state: Values[Steps], context: Context) -> Iterator[Judged]:
    """One finding a host: clients that asked in vain."""
    for host in context.hosts:
        found = {key[1]: steps for key, steps in state.open_on(host)}
        vain = {
            mac: cells for mac, steps in found.items() if (cells := _in_vain(host, mac, steps, context))
        }
        if vain:
            yield _judged(host, vain, context)


def _in_vain(host: str, mac: str, steps: Steps, context: Context) -> list[Cell]:
    """Asks that surely went unanswered, if no server ever answered this client afterwards."""
    cells = FOLD.open_asks(steps, lambda start, end: context.knows(host, start, end))
    if not cells:
        return []
    since = cells[0].first
    answered = steps.of(ANSWER).reaches(since) or any(
        (client.offered or client.leased).reaches(_there(since, host, client.host, context))
        for client in context.served_by.get(mac, ())
    )
    return [] if answered else cells


def _there(at: At, host: str, other: str, context: Context) -> At:
    """A moment as the clock of another host told it."""
    return at._replace(time=context.on_clock_of(other, host, at.time))


def _judged(host: str, vain: dict[str, list[Cell]], context: Context) -> Judged:
    cells = [(mac, cell) for mac, found in vain.items() for cell in found]
    much = f"at least {len(vain)}" if context.gaps_on(host) else str(len(vain))
    clients = "client" if len(vain) == 1 else "clients"
    return judged_of(
        host,
        "mac",
        cells,
        title=f"{much} {clients} asked dhcpd on {named(host)} for an address and got no answer",
        severity="warning",
        role="cause",
        status=context.status_since(host, max(cell.last for _, cell in cells)),
        at_least=bool(context.gaps_on(host)),
    )


_ASK = "Nov 22 06:01:{second:02} nc01 dhcpd[24859]: DHCPDISCOVER from d0:0d:85:1a:7a:b9 via br0\n"
_OFFER = (
    "Nov 22 06:01:{second:02} nc01 dhcpd[24859]: DHCPOFFER on 172.31.0.15 to d0:0d:85:1a:7a:b9 via br0\n"
)
_LATER = "Nov 22 06:01:59 nc01 cron[1]: later\n"

rule = Rule(
    id="dhcpd-discover-unanswered",
    severity="warning",
    stage="addressed",
    category="dhcp.server",
    fold=FOLD,
    judge=judge,
    says="a client asked for an address and no server answered",
    fires=(_ASK.format(second=5) + _ASK.format(second=8) + _LATER,),
    quiet=(
        _ASK.format(second=5) + _OFFER.format(second=6) + _LATER,
        _ASK.format(second=58) + _LATER,
        _ASK.format(second=5) + _ASK.format(second=30) + _OFFER.format(second=31) + _LATER,
        _ASK.format(second=5)
        + "Nov 22 06:01:06 nc01 rsyslogd: imuxsock[pid: 24859, name: dhcpd] from <nc01:dhcpd>:"
        " begin to drop messages due to rate-limiting\n" + _LATER,
    ),
    fix="see what dhcpd does meanwhile (ping check, busy disk), and which server ought to answer",
)
