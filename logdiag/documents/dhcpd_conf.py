"""Reads a dhcpd.conf: text in, a DhcpdConf and the first fault out. A broken file is read up to there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from logdiag.documents.dhcpd import DhcpdConf, HostEntry, Pool, Range, SharedNetwork, Subnet, lower_mac
from logdiag.documents.dhcpd_faults import ending, readable_part, refusal, runs_to_end
from logdiag.documents.grammar import Fault, parse
from logdiag.documents.tree import line_of, tokens_in, trees_in

if TYPE_CHECKING:
    from logdiag.documents.grammar import Branch

# The first line of the generator: eucalyptus v4.0.2 net/eucanetd.c:1327.
_GENERATED = re.compile(r"^# automatically generated config file for DHCP server", re.MULTILINE)


class Scope(NamedTuple):
    """The blocks around a statement that matter: a shared-network's name, and trees of the others."""

    shared_network: str | None = None
    subnet: Branch | None = None
    pool: Branch | None = None
    nested: bool = False


class Placed(NamedTuple):
    """A statement or block and what stands around it."""

    tree: Branch
    scope: Scope


def read_dhcpd_conf(text: str) -> tuple[DhcpdConf, Fault | None]:
    """The configuration, with the first fault: of the language, else a thing that dhcpd refuses."""
    parsed = parse("dhcpd_conf", text)
    if not isinstance(parsed, Fault):
        conf = configuration(parsed, text)
        return conf, refusal(conf)
    opened, readable = readable_part(text, parsed.offset)
    whole = parse("dhcpd_conf", readable)
    conf = DhcpdConf() if isinstance(whole, Fault) else configuration(whole, text)
    cut_off = runs_to_end(text, parsed.offset)
    told = ending(text, opened) if cut_off and opened else parsed
    return replace(conf, complete=False, cut_off=cut_off), told


def configuration(tree: Branch, text: str) -> DhcpdConf:
    """The values of a parsed file."""
    every = tuple(blocks_and_statements(tree))
    ranges = [(address_range(each.tree), each.scope) for each in of_kind(every, "range")]
    unknown_denied = [each.scope for each in of_kind(every, "access") if refuses_unknown(each.tree)]
    hosts = tuple(host_entry(each.tree) for each in of_kind(every, "host"))
    subnets = tuple(subnet(each, ranges) for each in of_kind(every, "subnet"))
    shared = tuple(shared_network(each.tree, subnets, ranges) for each in of_kind(every, "shared_network"))
    default, default_line = lease_time(every, "default")
    longest, longest_line = lease_time(every, "max")
    return DhcpdConf(
        hosts=hosts,
        subnets=subnets,
        shared_networks=shared,
        pools=pools(every, ranges, unknown_denied),
        ranges=tuple(each for each, _ in ranges),
        default_lease_time=default,
        default_lease_time_line=default_line,
        max_lease_time=longest,
        max_lease_time_line=longest_line,
        authoritative=any(
            words(each.tree) == ["authoritative"] for each in of_kind(every, "authoritative")
        ),
        deny_unknown_clients=any(scope.pool is None for scope in unknown_denied),
        includes=tuple(name_of(each.tree) for each in of_kind(every, "include")),
        from_eucalyptus=bool(_GENERATED.search(text)) or looks_generated(hosts, shared),
    )


def blocks_and_statements(tree: Branch) -> Iterator[Placed]:
    """Every block and statement in the file's order. A stack, not recursion: nesting may be hostile."""
    waiting = [Placed(tree, Scope())]
    while waiting:
        placed = waiting.pop()
        yield placed
        inner = scope_inside(placed)
        waiting.extend(Placed(child, inner) for child in reversed(trees_in(placed.tree)))


def of_kind(every: tuple[Placed, ...], kind: str) -> list[Placed]:
    """Blocks or statements of one kind, in order."""
    return [each for each in every if each.tree.data == kind]


def scope_inside(placed: Placed) -> Scope:
    """The scope of what stands inside a block."""
    tree, scope = placed
    if tree.data == "start":
        return scope
    if tree.data == "shared_network":
        return scope._replace(shared_network=name_of(tree), nested=True)
    if tree.data == "subnet":
        return scope._replace(subnet=tree, nested=True)
    return scope._replace(pool=tree, nested=True) if tree.data == "pool" else scope._replace(nested=True)


def host_entry(tree: Branch) -> HostEntry:
    """A host block. Later hardware or address statements replace earlier ones, as in dhcpd."""
    keyword = tokens_in(tree)[0]
    inside = {child.data: tokens_in(child) for child in trees_in(tree)}
    hardware, addresses = inside.get("hardware", []), inside.get("fixed_address", [])
    has_mac = bool(hardware) and hardware[1].lower() == "ethernet"
    return HostEntry(
        name=name_of(tree),
        mac=lower_mac(hardware[-1]) if has_mac else None,
        addresses=tuple(map(str, addresses[1:])),
        line=line_of(keyword),
        column=keyword.column or 0,
        mac_line=line_of(hardware[0]) if has_mac else None,
    )


def address_range(tree: Branch) -> Range:
    """A range statement; one address alone is both ends."""
    keyword, low, *high = tokens_in(tree)
    return Range(str(low), str(high[0] if high else low), line_of(keyword), keyword.column or 1)


def subnet(placed: Placed, ranges: list[tuple[Range, Scope]]) -> Subnet:
    """A subnet with the ranges in its block, and those of pools beside it that lie in its span."""
    keyword, network, netmask = tokens_in(placed.tree)
    bare = Subnet(str(network), str(netmask), line_of(keyword), (), placed.scope.shared_network)
    own = (
        each
        for each, scope in ranges
        if scope.subnet is placed.tree or (scope.subnet is None and bare.holds(each.low))
    )
    return replace(bare, ranges=tuple(own))


def shared_network(
    tree: Branch, subnets: tuple[Subnet, ...], ranges: list[tuple[Range, Scope]]
) -> SharedNetwork:
    """A shared network with its subnets."""
    name = name_of(tree)
    has_range = any(scope.shared_network == name for _, scope in ranges)
    inside = tuple(each for each in subnets if each.shared_network == name)
    return SharedNetwork(name, line_of(tokens_in(tree)[0]), inside, has_range)


def pools(
    every: tuple[Placed, ...], ranges: list[tuple[Range, Scope]], unknown_denied: list[Scope]
) -> tuple[Pool, ...]:
    """Pools with their ranges and whom they serve. Trees by identity: two may be equal."""
    inside: dict[int, list[Range]] = {}
    for each, scope in ranges:
        inside.setdefault(id(scope.pool), []).append(each)
    denying = {id(scope.pool) for scope in unknown_denied}
    return tuple(
        Pool(
            line=line_of(tokens_in(tree)[0]),
            ranges=tuple(inside.get(id(tree), ())),
            deny_unknown_clients=id(tree) in denying,
            shared_network=scope.shared_network,
            subnet=str(tokens_in(scope.subnet)[1]) if scope.subnet else None,
        )
        for tree, scope in of_kind(every, "pool")
    )


def lease_time(every: tuple[Placed, ...], which: str) -> tuple[int | None, int | None]:
    """Seconds and line of the last such statement outside all blocks; dhcpd too takes the last."""
    global_ = [tokens_in(each.tree) for each in of_kind(every, "lease_time") if not each.scope.nested]
    told = [tokens for tokens in global_ if tokens[0].lower() == f"{which}-lease-time"]
    return (int(told[-1][1]), line_of(told[-1][0])) if told else (None, None)


def refuses_unknown(tree: Branch) -> bool:
    """`deny unknown-clients`, or `allow known-clients`: naming who is allowed shuts out the others."""
    verb, *whom = words(tree)
    return "-".join(whom) == ("known-clients" if verb == "allow" else "unknown-clients")


def looks_generated(hosts: tuple[HostEntry, ...], shared: tuple[SharedNetwork, ...]) -> bool:
    """Eucalyptus's shape without its comment: network euca, hosts called node-<address>."""
    named = any(network.name == "euca" for network in shared)
    return named and bool(hosts) and all(host.name.startswith("node-") for host in hosts)


def words(tree: Branch) -> list[str]:
    """The words of a statement in lower case."""
    return [token.lower() for token in tokens_in(tree)]


def name_of(tree: Branch) -> str:
    """The name of a block: its second word."""
    return unquoted(tokens_in(tree)[1])


def unquoted(word: object) -> str:
    """A quoted text without its quotes and escapes, a word as it is."""
    text = str(word)
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
