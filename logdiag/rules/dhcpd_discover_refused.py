"""dhcpd refuses a client for a reason that it prints.

What it looks for: `DHCPDISCOVER from MAC via br0: REASON`, but for "no free leases", which has a rule of its
own: `unknown network segment`, `unknown client`, `booting disallowed`, `peer holds all free leases`.

Why it fails a launch: the guest gets no address from this server, and waits for its time-out.

What to do: mend what the reason names: a subnet for the interface or relay, a host entry where unknown
clients are denied, the failover peer.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import Context, named
from logdiag.event import after
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Judged, Rule, judged_of

# Failover: the other server of the pair answers this client (server/dhcp.c:414-425, isc-dhcp 4.4.3-P1).
PEERS = ("load balance to peer", "not responding")


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host: clients refused by it that no server has served since. Parts are the reasons."""
    for host in context.hosts:
        cells = {
            (key[1], key[2]): cell
            for key, cell in state.on(host)
            if not key[2].startswith(PEERS) and not _is_served(host, key[1], cell, context)
        }
        if cells:
            yield _judged(host, cells, context)


def _is_served(host: str, mac: str, cell: Cell, context: Context) -> bool:
    """Whether the client got a lease here since, has one from another host's server, or asked that one for it."""
    chosen = context.chosen.get((host, mac))
    if chosen is not None and chosen > cell.last:
        return True
    return any(
        client.did("leased") and (client.host != host or after(client.leased.end, cell.end))
        for client in context.served_by.get(mac, ())
    )


def _judged(host: str, cells: dict[tuple[str, str], Cell], context: Context) -> Judged:
    members: dict[str, list[str]] = {}
    for mac, reason in sorted(cells):
        members.setdefault(reason, []).append(mac)
    count, at_least = len({mac for mac, _ in cells}), bool(context.gaps_on(host))
    much = f"{'at least ' if at_least else ''}{count} {'client' if count == 1 else 'clients'}"
    return judged_of(
        host,
        "mac",
        ((mac, cell) for (mac, _), cell in cells.items()),
        title=f"dhcpd on {named(host)} refuses {much}: {', '.join(sorted(members))}",
        severity="error",
        role="cause",
        status=context.status_since(host, max(cell.last for cell in cells.values())),
        at_least=at_least,
        members={reason: tuple(macs) for reason, macs in members.items()},
    )


_HEAD = "Nov 22 06:09:44 nc01 dhcpd[23791]:"
_ACK = "Nov 22 06:09:59 nc01 dhcpd[23791]: DHCPACK on 172.31.0.60 to d0:0d:c1:00:00:02 via br0\n"

rule = Rule(
    id="dhcpd-discover-refused",
    severity="error",
    stage="addressed",
    category="dhcp.config",
    fold=Seen(kinds=frozenset({"dhcpd.discover_refused"}), key=("host", "mac", "reason")),
    judge=judge,
    says="dhcpd refuses a client for a reason that it prints: unknown network segment, unknown client ...",
    fires=(
        f"{_HEAD} DHCPDISCOVER from d0:0d:c1:00:00:02 via br0: unknown client\n",
        f"{_HEAD} DHCPDISCOVER from d0:0d:99:00:00:77 via 10.77.0.1: unknown network segment\n",
    ),
    quiet=(
        f"{_HEAD} DHCPDISCOVER from d0:0d:c1:00:00:02 via br0\n",
        f"{_HEAD} DHCPDISCOVER from d0:0d:c1:00:00:02 via br0: network euca: no free leases\n",
        f"{_HEAD} DHCPDISCOVER from d0:0d:c1:00:00:02 via br0: unknown client\n{_ACK}",
        f"{_HEAD} DHCPDISCOVER from d0:0d:c1:00:00:02 via br0: load balance to peer dhcp-failover\n",
    ),
    fix="a subnet for the interface or relay, a host entry for the client, or the failover peer",
)
