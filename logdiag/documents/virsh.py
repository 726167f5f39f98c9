"""Reads what virsh prints: the domains of a hypervisor, what they are plugged into, its networks and their leases."""

from __future__ import annotations

import re

from logdiag.documents.columns import read_columns
from logdiag.documents.dhcpd import lower_mac
from logdiag.documents.grammar import Fault, parse_rows
from logdiag.documents.host_values import Lease, Leases, Network, Networks, Plug, Plugs
from logdiag.documents.tree import line_of, named, tokens_in
from logdiag.documents.values import Domain, Domains

PLUGS = ("Interface", "Type", "Source", "Model", "MAC")
NETWORKS = ("Name", "State", "Autostart")
LEASES = ("Expiry Time", "MAC address", "Protocol", "IP address", "Hostname", "Client ID or DUID")
_ASKED = re.compile(r"\bdomiflist +(?:--(?:inactive|domain) +)*([^\s-]\S*)")


def read_domains(text: str) -> tuple[Domains | None, Fault | None]:
    """The rows of virsh list. A name with a blank in it is cut at the blank: the columns do not tell."""
    tree, fault = parse_rows("virsh_list", text)
    if tree is None:
        return None, fault
    rows = []
    for branch in named(tree, "domain"):
        name, *state = tokens_in(branch)
        rows.append(Domain(str(name), " ".join(map(str, state)), line_of(name)))
    return Domains(tuple(rows)), fault


def read_plugs(text: str, command: str) -> Plugs:
    """virsh domiflist; whose interfaces these are is told by the command above them alone."""
    asked = _ASKED.search(command)
    domain = asked[1].strip("'\"") if asked else ""
    return Plugs(
        tuple(
            Plug(domain, c["Interface"], c["Type"], c["Source"], lower_mac(c["MAC"]), line)
            for c, line in read_columns(text, PLUGS)
        )
    )


def read_networks(text: str) -> Networks:
    """virsh net-list; old versions have no column Persistent, which tells nothing here."""
    return Networks(
        tuple(
            Network(c["Name"], c["State"] == "active", c["Autostart"].startswith("yes"), line)
            for c, line in read_columns(text, NETWORKS)
        )
    )


def read_net_leases(text: str) -> Leases:
    """virsh net-dhcp-leases: what libvirt's own dnsmasq lent."""
    rows = tuple(
        Lease(
            c["IP address"].partition("/")[0],
            lower_mac(c["MAC address"]),
            c["Hostname"],
            "active",
            "",
            c["Expiry Time"],
            line,
        )
        for c, line in read_columns(text, LEASES)
    )
    return Leases(rows, "")
