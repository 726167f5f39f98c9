"""Joins: which domain of libvirt, MAC and tap belong to which instance, as lists and logs tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from logdiag.context import Context
from logdiag.documents.host_values import Link, Links, Plug, Plugs
from logdiag.documents.values import ReadDocument

# What nova calls machines by default: instance_name_template (nova/conf/compute.py).
NOVAS = re.compile(r"instance-[0-9a-f]{8}\Z")


class Plugged(NamedTuple):
    """An interface of a machine, and the document whose line tells of it."""

    document: ReadDocument
    plug: Plug


class Seen(NamedTuple):
    """A link of the host, and the document whose line tells of it."""

    document: ReadDocument
    links: Links
    link: Link


def known_names(context: Context) -> Mapping[str, str]:
    """Other names of instances, MACs and domains, to their ids; a domain that nobody gives an id is its own."""
    ids = domain_ids(context)
    macs = {one.plug.mac: one.plug.domain for one in plugged(context) if one.plug.mac and one.plug.domain}
    return {**ids, **{mac: ids.get(domain, domain) for mac, domain in macs.items()}}


def domain_ids(context: Context) -> Mapping[str, str]:
    """Libvirt's domain -> the id that nova knows it by. A name that two ids claim is nobody's."""
    found: dict[str, set[str]] = {}
    for _, server in context.servers:
        if server.domain:
            found.setdefault(server.domain, set()).add(server.id)
    for domain, instance in context.domains_named:
        if not NOVAS.match(domain):
            continue  # Eucalyptus names machines by their ids, which is what people know them by
        found.setdefault(domain, set()).add(instance)
    return {domain: next(iter(ids)) for domain, ids in found.items() if len(ids) == 1}


def plugged(context: Context) -> Iterator[Plugged]:
    """What virsh's lists tell of the interfaces of machines."""
    for document in context.documents:
        if isinstance(document.content, Plugs):
            yield from (Plugged(document, row) for row in document.content.rows)


def links_by_name(context: Context) -> Mapping[str, tuple[Seen, ...]]:
    """Interface -> what each list of links tells of it."""
    found: dict[str, list[Seen]] = {}
    for document in context.documents:
        if isinstance(document.content, Links):
            for row in document.content.rows:
                found.setdefault(row.name, []).append(Seen(document, document.content, row))
    return {name: tuple(rows) for name, rows in found.items()}
