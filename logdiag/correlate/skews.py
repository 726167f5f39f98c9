"""Skews: by how much the clocks of two hosts differ, estimated from what both logged: a guest's broadcasts.

A DHCPDISCOVER or DHCPREQUEST is heard by every server of its segment in the same moment (RFC 2131, 4.1). As one may
also have been heard by one alone, several have to agree, of several guests, and no other difference nearly as often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from logdiag.context import Client, Clients
from logdiag.event import At
from logdiag.parse.moments import SECOND
from logdiag.parse.uptimes import is_untied
from logdiag.rules.folds import Cell

LEAST_EVENTS, LEAST_GUESTS = 3, 2
"""Events, and guests of theirs, that have to tell of the same difference."""
NEGLIGIBLE = 2 * SECOND
"""Microseconds that a difference may be without being told: stamps are of whole seconds, lines wait in queues."""
_MOST = 24 * 3600 * SECOND
_EVENTS, _GUESTS = 16, 200


class Skew(NamedTuple):
    """The clock of `ahead` stands `by` microseconds before that of `behind`: of `events` both logged, of `guests`.

    `places` are where the two tell one of these events.
    """

    ahead: str
    behind: str
    by: int
    events: int
    guests: int
    places: tuple[At, At]


class _Pair(NamedTuple):
    """One event as two hosts may tell it."""

    mac: str
    here: At
    there: At

    @property
    def by(self) -> int:
        return self.here.time - self.there.time


def skews_of(clients: Clients, hosts: Iterable[str]) -> tuple[Skew, ...]:
    """The skews of hosts that heard the same guests, each against the first by name that did; by hosts."""
    found = (
        _skew(here, there, some) for (here, there), some in sorted(_heard_by_two(clients, hosts).items())
    )
    return tuple(skew for skew in found if skew is not None)


def _heard_by_two(
    clients: Clients, hosts: Iterable[str]
) -> dict[tuple[str, str], list[tuple[Client, Client]]]:
    """Pairs of hosts, and the guests that both heard, as many as are needed."""
    first: dict[str, Client] = {}
    pairs: dict[tuple[str, str], list[tuple[Client, Client]]] = {}
    for host in sorted(hosts):
        for client in clients.on(host):
            other = first.setdefault(client.mac, client)
            some = pairs.setdefault((other.host, host), []) if other.host != host else []
            if other.host != host and len(some) < _GUESTS:
                some.append((other, client))
    return pairs


def _skew(here: str, there: str, some: Sequence[tuple[Client, Client]]) -> Skew | None:
    """The one difference that the events of two hosts agree on, if there is one, and it is not negligible."""
    if len(some) < LEAST_GUESTS:
        return None
    pairs = [pair for one, other in some for pair in _pairs(one, other)]
    votes = Counter(pair.by // SECOND for pair in pairs)
    best = max(sorted(votes), key=lambda second: votes[second] + votes[second + 1], default=0)
    agreed = [pair for pair in pairs if 0 <= pair.by // SECOND - best <= 1]
    rival = max(
        (votes[second] + votes[second + 1] for second in votes if abs(second - best) > 2), default=0
    )
    guests, events = len({pair.mac for pair in agreed}), len(agreed)
    if events < LEAST_EVENTS or guests < LEAST_GUESTS or 2 * guests < len(some) or 4 * rival > 3 * events:
        return None
    # The lower median; `statistics` would be the slowest import of a short run.
    by = sorted(pair.by for pair in agreed)[(len(agreed) - 1) // 2]
    if abs(by) <= NEGLIGIBLE:
        return None
    places = min((pair.here, pair.there) for pair in agreed)
    if by > 0:
        return Skew(here, there, by, events, guests, places)
    return Skew(there, here, -by, events, guests, (places[1], places[0]))


def _pairs(one: Client, other: Client) -> Iterator[_Pair]:
    """Every event of a guest that one host tells, with every one that the other does: one of them is itself."""
    for here, there in (
        *product(_asks(one), _asks(other)),
        *product(_heard(one.requested.cells.values()), _heard(other.requested.cells.values())),
    ):
        if abs(here.time - there.time) <= _MOST:
            yield _Pair(one.mac, here, there)


def _asks(client: Client) -> list[At]:
    """The first DISCOVERs, whether it was refused in the same line or not."""
    cells = [*client.asked.cells.values(), *client.refused.cells.values()]
    return _heard(cells)


def _heard(cells: Iterable[Cell]) -> list[At]:
    """The moments that cells tell, the first few."""
    moments = {at for cell in cells for at in (cell.first, cell.last) if not is_untied(at.wall)}
    return list(islice(sorted(moments), _EVENTS))


def told(skew: Skew) -> str:
    """A skew as a sentence for people."""
    seconds = round(skew.by / SECOND)
    zone = " (or it is of another zone: --tz)" if seconds % 900 == 0 else ""
    return (
        f"{skew.ahead}'s clock is about {seconds} s ahead of {skew.behind}'s{zone}: {skew.events} broadcasts of"
        f" {skew.guests} guests, which both logged, say so; order between them is judged by that."
    )
