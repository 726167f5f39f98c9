"""dhcpd offers an address again and again, and the guest never asks for it.

What it looks for: two or more `DHCPOFFER on IP to MAC` without any DHCPREQUEST from that MAC within 10
seconds or later, where the log goes on for that long without a hole.

Why it fails a launch: the offer does not reach the guest: UDP checksums that nobody fills in, a bridge that
filters, a reply that leaves by the wrong port or relay. The guest comes up without an address.

What to do: `tcpdump -ni vnetN port 67 or port 68` on the tap: is the offer there, is its checksum right?
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import Context, named
from logdiag.rules.folds import ANSWER, Cell, Steps, Unanswered, Values
from logdiag.rules.rule import Judged, Rule, judged_of

OFFERS = 2
WINDOW = 10

FOLD = Unanswered(
    asks=frozenset({"dhcpd.offer"}),
    answers=frozenset(
        f"dhcpd.{name}" for name in ("request", "request_refused", "ack", "nak", "decline", "release")
    ),
    key=("host", "mac"),
    window=WINDOW,
)


def judge(state: Values[Steps], context: Context) -> Iterator[Judged]:
    """One finding a host: clients that never took an offer."""
    for host in context.hosts:
        found = {key[1]: steps for key, steps in state.open_on(host)}
        loops = {mac: cells for mac, steps in found.items() if (cells := _loop(host, mac, steps, context))}
        if loops:
            yield _judged(host, loops, context)


def _loop(host: str, mac: str, steps: Steps, context: Context) -> list[Cell]:
    """Offers that surely went unrequested: two or more, and no request to any server since."""
    cells = FOLD.open_asks(steps, lambda start, end: context.knows(host, start, end))
    if sum(cell.count for cell in cells) < OFFERS:
        return []
    since = cells[0].first
    seen = (context.clients.get(other, mac) for other in context.hosts if other != host)
    others = [client for client in seen if client]
    taken = [
        steps.of(ANSWER),
        *(client.requested for client in others),
        *(client.leased for client in others),
    ]
    return [] if any(line.reaches(since) for line in taken) else cells


def _judged(host: str, loops: dict[str, list[Cell]], context: Context) -> Judged:
    cells = [(mac, cell) for mac, found in loops.items() for cell in found]
    much = f"at least {len(loops)}" if context.gaps_on(host) else str(len(loops))
    clients = "client never takes" if len(loops) == 1 else "clients never take"
    return judged_of(
        host,
        "mac",
        cells,
        title=f"{much} {clients} the address that dhcpd on {named(host)} offers",
        severity="warning",
        role="cause",
        status=context.status_since(host, max(cell.last for _, cell in cells)),
        at_least=bool(context.gaps_on(host)),
    )


_OFFER = (
    "Nov 22 06:01:{second:02} nc01 dhcpd[24859]: DHCPOFFER on 172.31.0.15 to d0:0d:85:1a:7a:b9 via br0\n"
)
_REQUEST = (
    "Nov 22 06:01:{second:02} nc01 dhcpd[24859]: DHCPREQUEST for 172.31.0.15 (172.31.0.1)"
    " from d0:0d:85:1a:7a:b9 via br0\n"
)
_LATER = "Nov 22 06:01:59 nc01 cron[1]: later\n"

rule = Rule(
    id="dhcpd-offer-not-requested",
    severity="warning",
    stage="addressed",
    category="network.link",
    fold=FOLD,
    judge=judge,
    says="dhcpd offers an address again and again, and the guest never asks for it",
    fires=("".join(_OFFER.format(second=second) for second in (5, 8, 14, 22, 30)) + _LATER,),
    quiet=(
        _OFFER.format(second=5) + _LATER,
        _OFFER.format(second=5) + _OFFER.format(second=8) + _REQUEST.format(second=9) + _LATER,
        _OFFER.format(second=54) + _OFFER.format(second=58) + _LATER,
    ),
    fix="tcpdump on the guest's tap: does the offer arrive, and with a right checksum?",
)
