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
PLUGS = "virsh domiflist"
NETWORKS = "virsh net-list"
NET_LEASES = "virsh net-dhcp-leases"
LINKS = "links"
DNSMASQ_LEASES = "dnsmasq.leases"
UNITS = "systemctl"
ACTIONS = "openstack server event list"
TRANSCRIPT = "transcript"

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
_TYPED = (
    r"(?:euca-describe-|free\b|df\b|virsh\b|openstack\b|nova\b|neutron\b|ip\b|bridge\b|brctl\b|systemctl\b"
    r"|journalctl\b|(?:cat|tail|head|less|grep|sed|dmesg|ls|ps) )"
)
PROMPT = re.compile(
    rf"^[^\n]{{0,80}}?[#$%>] *(?:(?:sudo|\w+=\S*) +)*(?:/\S*/)?{_TYPED}[^\n]*(?:\n|\Z)", re.MULTILINE
)
_UNIT_BEGINS = re.compile(r"\s*[●○×↻*x.] [^\s]+\.[a-z]+(?: - [^\n]*)?\n\s+Loaded: ")


def recognise(head: str) -> str | None:
    """The kind of document that a text begins, from its first 64 KiB or so; None for logs and all else.

    A text with documents behind prompts is a transcript, which may have lines of a log as well.
    """
    if is_binary(head) or head.lstrip("\ufeff").startswith("#!"):
        return None
    text = without_prompt(head).lstrip("\r\n")
    is_typed, is_log = text != head.lstrip("\ufeff\r\n"), _LOG_LINE.search(head) is not None
    has_more = PROMPT.search(text) is not None
    if _UNIT_BEGINS.match(text) and not has_more:
        return UNITS
    if has_more or (is_typed and is_log):
        from logdiag.documents.transcript import is_transcript  # most texts have no prompt in them

        if is_transcript(head):
            return TRANSCRIPT
    if is_log:
        return None
    from logdiag.documents.kinds import kind_of  # most texts are logs, and need none of its expressions

    return kind_of(text)


def is_binary(text: str) -> bool:
    """Whether a text has characters that no text has."""
    return _BINARY.search(text) is not None


def command_in(text: str) -> str:
    """The command that a text begins with, behind its prompt; "" for none."""
    typed = PROMPT.match(text.removeprefix("\ufeff"))
    return typed.group().strip() if typed else ""


def without_prompt(text: str) -> str:
    """Text, its first line emptied if that is a shell prompt: so lines keep their numbers."""
    text = text.removeprefix("\ufeff")
    typed = PROMPT.match(text)
    return text[typed.end() - 1 :] if typed else text
