"""Tells by content alone what kind of document a text is. A log is none, even if it quotes a document."""

from __future__ import annotations

import re

DHCPD_CONF = "dhcpd.conf"
DHCPD_LEASES = "dhcpd.leases"
INSTANCES = "euca-describe-instances"
ZONES = "euca-describe-availability-zones"
FREE = "free"
DF = "df"
CPUINFO = "cpuinfo"
SERVERS = "openstack server list"
SERVER = "openstack server show"
SERVICES = "openstack compute service list"
AGENTS = "openstack network agent list"
DOMAINS = "virsh list"

# How lines of logs begin; one such line at a line's beginning, and the text is a log.
_LOG_LINE = re.compile(
    r"^(?:<\d{1,3}>\S"
    r"|(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ 0-3]?\d \d\d:\d\d:\d\d"
    r"|(?:[A-Z][a-z]{2} )?\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d"
    r"|\[ *\d+\.\d{6}\]"
    r"|\d{10}\.\d{3,6} \S+ \S+:)",
    re.MULTILINE,
)
_BINARY = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_PROMPT = re.compile(
    r"[^\n]{0,80}[#$%>] +(?:sudo +)?"
    r"(?:euca-describe-|free\b|df\b|virsh\b|openstack\b|nova\b|neutron\b|cat +/proc/cpuinfo|grep\b)[^\n]*\n"
)


def recognise(head: str) -> str | None:
    """The kind of document that a text begins, from its first 64 KiB or so; None for logs and all else."""
    if _BINARY.search(head) or _LOG_LINE.search(head) or head.lstrip("\ufeff").startswith("#!"):
        return None
    text = without_prompt(head).lstrip("\r\n")
    from logdiag.documents.kinds import kind_of  # most texts are logs, and need none of its expressions

    return kind_of(text)


def without_prompt(text: str) -> str:
    """Text, its first line emptied if that is a shell prompt: so lines keep their numbers."""
    text = text.removeprefix("\ufeff")
    typed = _PROMPT.match(text)
    return text[typed.end() - 1 :] if typed else text
