"""Reads a document of a known kind: text in, a ReadDocument out, whatever the text holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from logdiag.documents.asof import as_of
from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.grammar import Fault
from logdiag.documents.recognise import (
    AGENTS,
    CPUINFO,
    DF,
    DHCPD_CONF,
    DHCPD_LEASES,
    DOMAINS,
    FREE,
    INSTANCES,
    SERVER,
    SERVERS,
    SERVICES,
    ZONES,
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


def read_document(name: str, text: str, kind: str) -> ReadDocument:
    """The document `name`: its whole text, and the kind `recognise` told. Never raises for bad input."""
    read = _read(name, text, kind)
    made = as_of(kind, text)
    return read._replace(facts={**read.facts, "as_of": made.isoformat()}) if made else read


def _read(name: str, text: str, kind: str) -> ReadDocument:
    if kind == DHCPD_LEASES:
        return ReadDocument(name, kind, lease_facts(text), None)
    reader = _reader(kind)
    if reader is None:
        return ReadDocument(name, kind, {}, None, f"documents of kind '{kind}' are not read")
    content, fault = reader(prepared(text))
    if content is None and fault is None:
        fault = Fault("nothing to read stands in it", 1, 1)
    facts = facts_of(content) if content else {}
    if fault is None:
        return ReadDocument(name, kind, facts, content)
    return ReadDocument(name, kind, facts, content, fault.sentence, fault.line, fault.column)


def _reader(kind: str) -> Reader | None:
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
    if kind == DOMAINS:
        from logdiag.documents.virsh import read_domains

        return read_domains
    if kind in (SERVERS, SERVER, SERVICES, AGENTS):
        from logdiag.documents.openstack import READERS

        return READERS[kind]
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


def lease_facts(text: str) -> dict[str, Fact]:
    """Addresses a dhcpd.leases names, and how many were leased in the end: the last block counts."""
    blocks = re.split(r"^lease (\S+) \{", text, flags=re.MULTILINE)
    last = dict(zip(blocks[1::2], blocks[2::2], strict=True))
    active = re.compile(r"^\s*binding state active;", re.MULTILINE)
    return {"leases": len(last), "active": sum(bool(active.search(block)) for block in last.values())}
