"""ripgrep: the least that people expect to wait. One literal, and the literals that logdiag itself looks for."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.tool import Answer, Tool
from benchmarks.truth import Truth, wrong_counts

KIND, LITERAL = "dhcpd.no_subnet", "No subnet declaration"
ONE = "rg -c, one literal"
ALL = "rg -F -c -f, logdiag's literals"
VERSION = ("rg", "--version")
INSTALL = "apt-get install ripgrep"


def one_literal() -> Tool:
    """`rg -c` of one literal; its count is held to the truth."""
    return Tool(ONE, lambda log: ["rg", "-c", LITERAL, str(log)], _faults_of_one, VERSION, INSTALL)


def all_literals(literals: Path, name: str = ALL) -> Tool:
    """`rg -F -c -f` of a file of literals. The truth knows the lines of interest: it may not count fewer."""
    return Tool(
        name,
        lambda log: ["rg", "-F", "-c", "-f", str(literals), str(log)],
        _faults_of_all,
        VERSION,
        INSTALL,
    )


def _faults_of_one(answer: Answer, truth: Truth) -> list[str]:
    return wrong_counts({KIND: _count(answer)}, truth)


def _faults_of_all(answer: Answer, truth: Truth) -> list[str]:
    """Which lines hold a literal is the literals' own affair, but the kinds that rules count are all among them."""
    least, count = sum(truth.kinds.get(kind, 0) for kind in _COUNTED), _count(answer)
    if least <= count <= truth.lines:
        return []
    return [f"counts {count} lines, of which the rules' kinds alone are {least}"]


_COUNTED = (
    "dhcpd.no_subnet",
    "dhcpd.not_configured",
    "dhcpd.no_free_leases",
    "dhcpd.unknown_client",
    "dhcpd.unknown_segment",
    "rsyslogd.begin",
    "rsyslogd.lost",
)


def _count(answer: Answer) -> int:
    """ripgrep prints nothing, and ends with 1, where it finds nothing."""
    return int(answer.out.strip() or 0)
