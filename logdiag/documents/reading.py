"""Reads a document of a known kind: text in, a ReadDocument out, whatever the text holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from logdiag.documents.asof import as_of
from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.grammar import Fault
from logdiag.documents.host_values import Actions, Leases, Links, Networks, Plugs, Units
from logdiag.documents.recognise import (
    ACTIONS,
    AGENTS,
    CPUINFO,
    DF,
    DHCPD_CONF,
    DHCPD_LEASES,
    DNSMASQ_LEASES,
    DOMAINS,
    FREE,
    INSTANCES,
    LINKS,
    NET_LEASES,
    NETWORKS,
    PLUGS,
    SERVER,
    SERVERS,
    SERVICES,
    TRANSCRIPT,
    UNITS,
    ZONES,
    command_in,
    without_prompt,
)
from logdiag.documents.values import (
    Agents,
    Content,
    Cpus,
    Disks,
    Domains,
    Fact,
    InstanceTable,
    Memory,
    ReadDocument,
    Server,
    Servers,
    Services,
    ZoneTable,
)

Reader = Callable[[str], tuple[Content | None, Fault | None]]

# Eucalyptus v4.0.2 VmInstance.java:349-356, as the API words them.
_STATES = {"pending", "running", "shutting-down", "terminated", "stopping", "stopped"}


def read_documents_in(name: str, text: str, kind: str) -> tuple[ReadDocument, ...]:
    """The document `name`, or all that stand behind prompts in it, each with the lines of the whole."""
    if kind != TRANSCRIPT:
        return (read_document(name, text, kind),)
    from logdiag.documents.transcript import parts_of  # most cases have none

    parts = parts_of(text)
    return tuple(
        _dated(_read(name, part.text, part.kind, part.command), part.kind, part.text) for part in parts
    )


def read_document(name: str, text: str, kind: str) -> ReadDocument:
    """The document `name`: its whole text, and the kind `recognise` told. Never raises for bad input."""
    return _dated(_read(name, prepared(text), kind, command_in(text)), kind, text)


def _dated(read: ReadDocument, kind: str, text: str) -> ReadDocument:
    """With the newest moment that it tells, where its reader has not told it."""
    made = None if "as_of" in read.facts else as_of(kind, text)
    return read._replace(facts={**read.facts, "as_of": made.isoformat()}) if made else read


def _read(name: str, text: str, kind: str, command: str) -> ReadDocument:
    reader = _reader(kind, command)
    if reader is None:
        return ReadDocument(name, kind, {}, None, f"documents of kind '{kind}' are not read")
    content, fault = reader(text)
    if content is None and fault is None:
        fault = Fault("nothing to read stands in it", 1, 1)
    facts = facts_of(content) if content is not None else {}
    if fault is None:
        return ReadDocument(name, kind, facts, content)
    return ReadDocument(name, kind, facts, content, fault.sentence, fault.line, fault.column)


def _reader(kind: str, command: str) -> Reader | None:
    """What reads a document of that kind. Imported here, since most runs read no document or few kinds."""
    if kind == DHCPD_CONF:
        from logdiag.documents.dhcpd_conf import read_dhcpd_conf

        return read_dhcpd_conf
    if kind in (INSTANCES, ZONES):
        from logdiag.documents import cloud

        return cloud.read_instances if kind == INSTANCES else cloud.read_zones
    if kind in (FREE, DF, CPUINFO):
        from logdiag.documents import machine

        return {FREE: machine.read_free, DF: machine.read_df, CPUINFO: machine.read_cpuinfo}[kind]
    if kind in (SERVERS, SERVER, SERVICES, AGENTS, ACTIONS):
        from logdiag.documents.openstack import READERS

        return READERS[kind]
    return _host_reader(kind, command)


def _host_reader(kind: str, command: str) -> Reader | None:
    """What reads the output of a host's own tools, or its files of leases."""
    if kind in (DOMAINS, PLUGS, NETWORKS, NET_LEASES):
        from logdiag.documents import virsh

        if kind == DOMAINS:
            return virsh.read_domains
        if kind == PLUGS:
            return lambda text: (virsh.read_plugs(text, command), None)
        read = virsh.read_networks if kind == NETWORKS else virsh.read_net_leases
        return lambda text: (read(text), None)
    if kind in (DHCPD_LEASES, DNSMASQ_LEASES):
        from logdiag.documents import lease_files

        is_dhcpd = kind == DHCPD_LEASES
        return lease_files.read_dhcpd_leases if is_dhcpd else lease_files.read_dnsmasq_leases
    if kind == LINKS:
        from logdiag.documents.links import read_links

        return lambda text: (read_links(text), None)
    if kind == UNITS:
        from logdiag.documents.units import read_units

        return lambda text: (read_units(text), None)
    return None


def prepared(text: str) -> str:
    """Text with a last newline, without byte-order mark and shell prompt; lines keep their numbers."""
    bare = without_prompt(text)
    return bare if not bare or bare.endswith("\n") else bare + "\n"


def facts_of(content: Content) -> dict[str, Fact]:
    """A document in numbers and words for people."""
    match content:
        case DhcpdConf():
            return conf_facts(content)
        case InstanceTable():
            states = Counter(row.state if row.state in _STATES else "other" for row in content.rows)
            return {"instances": len(content.rows), **{state: states[state] for state in sorted(states)}}
        case ZoneTable():
            free: dict[str, Fact] = {f"{each.name} free": each.free for each in content.types}
            return {"zones": len(content.zones), "types": len(content.types), **free}
        case Memory():
            return memory_facts(content)
        case Disks():
            return {"file_systems": len(content.rows)}
        case Cpus():
            return {"cpus": content.count}
        case Servers() | Domains():
            words = [row.status if isinstance(row, Server) else row.state for row in content.rows]
            return {"instances": len(words), **dict(sorted(Counter(words).items()))}
        case Services():
            down = sum(not row.is_up for row in content.rows)
            off = sum(not row.is_enabled for row in content.rows)
            return {"services": len(content.rows), "down": down, "disabled": off}
        case Agents():
            return {"agents": len(content.rows), "dead": sum(not row.is_alive for row in content.rows)}
        case _:
            return host_facts(content)


def host_facts(content: Actions | Leases | Links | Networks | Plugs | Units) -> dict[str, Fact]:
    """What a host's own tools printed, in numbers."""
    match content:
        case Leases():
            states = Counter(row.state for row in content.rows if row.state)
            as_of = {"as_of": content.as_of} if content.as_of else {}
            return {
                "leases": len(content.rows),
                "active": states["active"],
                **dict(sorted(states.items())),
                **as_of,
            }
        case Links():
            return {"links": len(content.rows), "down": sum(row.is_down for row in content.rows)}
        case Networks():
            return {
                "networks": len(content.rows),
                "inactive": sum(not row.is_active for row in content.rows),
            }
        case Plugs():
            return {
                "interfaces": len(content.rows),
                "domain": content.rows[0].domain if content.rows else "",
            }
        case Units():
            words = Counter(row.active for row in content.rows)
            return {"units": len(content.rows), **dict(sorted(words.items()))}
        case Actions():
            words = Counter(row.action for row in content.rows)
            return {"actions": len(content.rows), **dict(sorted(words.items()))}


def conf_facts(conf: DhcpdConf) -> dict[str, Fact]:
    """What a reader of the report wants to know of a dhcpd.conf."""
    return {
        "hosts": len(conf.hosts),
        "subnets": len(conf.subnets),
        "ranges": len(conf.ranges),
        "pools": len(conf.pools),
        "shared_network": ", ".join(each.name for each in conf.shared_networks) or None,
        "default_lease_time": conf.default_lease_time,
        "authoritative": conf.authoritative,
        "deny_unknown_clients": conf.deny_unknown_clients
        or any(each.deny_unknown_clients for each in conf.pools),
        "duplicate_macs": len(conf.duplicate_macs),
        "includes": len(conf.includes),
        "from_eucalyptus": conf.from_eucalyptus,
        "complete": conf.complete,
        "cut_off": conf.cut_off,
    }


def memory_facts(memory: Memory) -> dict[str, Fact]:
    """Memory in MB, and what its bare numbers were taken to be."""
    return {
        "total_mb": memory.total_mb,
        "free_mb": memory.free_mb,
        "without_caches_mb": memory.without_caches_mb,
        "swap_free_mb": memory.swap_free_mb,
        "unit": f"{memory.unit}, assumed from the size" if memory.unit_assumed else memory.unit,
    }
