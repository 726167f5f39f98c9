"""dhcpd has no free lease for a client.

What it looks for: `DHCPDISCOVER from MAC via br0: network euca: no free leases`, by client: has it a host
entry in dhcpd.conf, has it none, has the network a range that ran dry.

Why it fails a launch: the guest gets no address. In Eucalyptus the network has host entries only, no range,
so the message means that the running dhcpd knows no entry for that MAC. Requests are broadcast: a server on
another node refuses other nodes' guests rightly.

What to do: see whether the entries are in the file by now; if not, find out why they are not written
(eucanetd.log). With a range: enlarge it, or free leases.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import SECOND, Client, Context, named
from logdiag.documents.dhcpd import DhcpdConf
from logdiag.event import after
from logdiag.report.values import Role, Severity, Status
from logdiag.rules.folds import Cell, Glimpse, Seen, Values
from logdiag.rules.rule import Judged, Rule, judged_of

NO_ENTRY = "has no host entry"
HAS_ENTRY = "has a host entry"
POOL = "pool with a range"
NO_CONF = "host entries not known"
ELSEWHERE = "served by another server"
SERVED_LATER = "served later"
# Clocks of two hosts may differ by so much, and a client waits no longer for an answer.
NEAR = 60 * SECOND
ANSWER = 10 * SECOND
REFUSED = (NO_ENTRY, HAS_ENTRY, POOL, NO_CONF)


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host, its clients split by what the configuration says of them."""
    for host in context.hosts:
        cells = {(key[1], key[2]): cell for key, cell in state.glimpses(host)}
        if cells:
            yield _judged(host, cells, context)


def _judged(host: str, cells: dict[tuple[str, str], Glimpse], context: Context) -> Judged:
    parts: dict[str, list[str]] = {}
    for mac, network in sorted(cells):
        parts.setdefault(_part(context.clients.get(host, mac), host, mac, network, context), []).append(mac)
    members = {part: tuple(macs) for part, macs in parts.items()}
    severity, role, status = _meaning(
        members, context.status_since(host, max(cell.last for cell in cells.values()))
    )
    at_least = bool(context.gaps_on(host))
    return judged_of(
        host,
        "mac",
        ((mac, cell) for (mac, _), cell in cells.items()),
        title=_title(host, members, len({mac for mac, _ in cells}), at_least=at_least),
        severity=severity,
        role=role,
        status=status,
        at_least=at_least,
        members=members,
        networks=tuple(sorted({network for _, network in cells})),
    )


def _part(client: Client | None, host: str, mac: str, network: str, context: Context) -> str:
    elsewhere = any(_serves(other, client, context) for other in context.served_by.get(mac, ()))
    never_here = client is None or not client.did("leased", "offered")
    chosen = context.chosen.get((host, mac))
    takes_another = client is not None and chosen is not None and chosen > client.refused.last
    if never_here and (elsewhere or takes_another):
        return ELSEWHERE
    if client and client.did("leased") and after(client.leased.end, client.refused.end):
        return SERVED_LATER
    conf = context.conf_of(host)
    return NO_CONF if conf is None else part_by_conf(conf[1], mac, network)


def _serves(other: Client, client: Client | None, context: Context) -> bool:
    """Whether another host's server gave the client a lease or offered one, about when it was refused here or after.

    One whose log does not reach that far, or has a hole there, is believed to serve on.
    """
    if client is None or other.host == client.host or not other.did("leased", "offered"):
        return False
    refused = (client.refused.first.time, client.refused.last.time)
    asked = [context.on_clock_of(other.host, client.host, time) for time in refused]
    served = max(line.last.time for line in (other.leased, other.offered) if line)
    return not any(served + NEAR < at and context.knows(other.host, at, at + ANSWER) for at in asked)


def part_by_conf(conf: DhcpdConf, mac: str, network: str) -> str:
    """What a dhcpd.conf says of a refused client: has an entry, has none, or draws from a range."""
    named = conf.network_named(network)
    if conf.host_of(mac):
        return HAS_ENTRY
    if named is None:
        return NO_CONF
    open_range = named.has_range and not conf.deny_unknown_clients and not _ranges_refuse(conf, network)
    return POOL if open_range else NO_ENTRY


def _ranges_refuse(conf: DhcpdConf, network: str) -> bool:
    """Whether every range of the network stands in a pool that denies clients without a host entry."""
    named = conf.network_named(network)
    pools = [pool for pool in conf.pools if pool.ranges]
    inside = {r for pool in pools if pool.deny_unknown_clients for r in pool.ranges}
    ranges = [
        r for subnet in conf.subnets if named in (subnet,) or _is_in(subnet, network) for r in subnet.ranges
    ]
    return bool(ranges) and all(r in inside for r in ranges)


def _is_in(subnet: object, network: str) -> bool:
    return getattr(subnet, "shared_network", None) == network


def _meaning(members: dict[str, tuple[str, ...]], now: Status) -> tuple[Severity, Role, Status]:
    """What the refusals are, as a whole; `now` is how those stand that no lease followed."""
    if any(members.get(part) for part in REFUSED):
        return "error", "cause", now
    if members.get(SERVED_LATER):
        return "error", "cause", "over"
    return "info", "noise", "none"


def _title(host: str, members: dict[str, tuple[str, ...]], total: int, *, at_least: bool) -> str:
    still = sum(len(members.get(part, ())) for part in REFUSED)
    much = f"at least {still or total}" if at_least else str(still or total)
    clients = "client" if (still or total) == 1 else "clients"
    if still:
        return f"dhcpd on {named(host)} refuses {much} {clients}: no free leases"
    if members.get(SERVED_LATER):
        return f"dhcpd on {named(host)} refused {much} {clients} and served them later"
    return f"dhcpd on {named(host)} refuses {much} {clients} that another server serves"


_LINE = "Nov 22 06:01:41 nc01 dhcpd[24859]: DHCPDISCOVER from {mac} via br0: network {network}: no free leases\n"

rule = Rule(
    id="dhcpd-no-free-leases",
    severity="error",
    stage="addressed",
    category="dhcp.config",
    fold=Seen(kinds=frozenset({"dhcpd.no_free_leases"}), key=("host", "mac", "network")),
    judge=judge,
    says="dhcpd has no free lease for a client: no host entry, or a pool that ran dry",
    fires=(
        _LINE.format(mac="d0:0d:cc:3b:22:f8", network="euca"),
        _LINE.format(mac="52:54:00:0a:71:64", network="172.31.0.0/16"),
        _LINE.format(mac="52:54:00:0a:71:64", network="eno2"),
    ),
    quiet=(
        "Nov 22 06:01:35 nc01 dhcpd[24859]: DHCPDISCOVER from d0:0d:85:1a:7a:b9 via br0\n",
        "Nov 22 06:09:44 nc01 dhcpd[23791]: DHCPDISCOVER from d0:0d:c1:00:00:02 via br0: unknown client\n",
    ),
    fix="write the host entries (with Eucalyptus: see why eucanetd does not), or enlarge the range",
    needs=("dhcpd.conf",),
)
