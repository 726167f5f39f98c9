"""The law of folds: any grouping of blocks, merged in any order, gives the same report byte for byte."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cases import LAB, SAMPLES, Mend, find, needs_lab, pieces
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logdiag.event import Event, Position
from logdiag.fold import start_states
from logdiag.parse.limits import limit_typed
from logdiag.plan import Plan
from logdiag.read.source import GRAIN
from logdiag.rules.folds import Cell, Fold, Key, Keyed, Seen, key_of
from logdiag.window import Limits

SAMPLE_CASES = tuple(sorted(path for path in SAMPLES.iterdir() if path.is_dir()))
FILES, FLOOD = LAB / "files", LAB / "flood"
THREE_TEMPLATES = tuple(FLOOD / "bridge-limit" / f"messages{form}" for form in ("", ".iso", ".rfc5424"))
LAB_CASES: dict[str, tuple[Path, ...]] = {
    "rotated": (FILES / "rotated",),
    "clock back": (FILES / "messages-clock-back",),
    "year boundary": (FILES / "messages-year-boundary",),
    "year boundary and its twin": (
        FILES / "messages-year-boundary",
        FILES / "messages-year-boundary.iso",
    ),
    "leap day": (FILES / "messages-feb29",),
    "rsyslog repeats": (FILES / "repeated-rsyslog",),
    "syslog-ng repeats": (FILES / "repeated-syslogng",),
    "NUL tail": (FILES / "messages-nul-tail",),
    "one line of 1 MiB": (FILES / "messages-1mib-line",),
    "torn archive": (FILES / "messages-truncated.gz",),
    "error with source line and caret": (LAB / "dhcpd" / "conf-error" / "messages",),
    "journal as JSON": (LAB / "journal" / "export" / "json.txt",),
    "journal with catalog": (LAB / "journal" / "export" / "short-catalog.txt",),
    "three templates of one stream": THREE_TEMPLATES,
    "two hosts": (FLOOD / "bridge-limit" / "messages", FILES / "messages-clock-back"),
}
GRAINS = (1, 90, 700, 6000)


@cache
def one_pass(paths: tuple[Path, ...]) -> str:
    return pieces(find(*paths), GRAIN).in_order()


def obeys(paths: tuple[Path, ...]) -> bool:
    """Whether blocks of every grain, merged in any order, give the report of one pass."""
    return all(pieces(find(*paths), grain).regrouped(grain) == one_pass(paths) for grain in GRAINS)


@pytest.mark.parametrize("sample", SAMPLE_CASES, ids=lambda path: path.name)
def test_any_grouping_of_a_sample_gives_the_report_of_one_pass(sample: Path) -> None:
    assert obeys((sample,))


@needs_lab
@pytest.mark.parametrize("name", LAB_CASES)
def test_any_grouping_of_a_capture_gives_the_report_of_one_pass(name: str) -> None:
    assert obeys(LAB_CASES[name])


@given(grain=st.integers(1, 40_000), seed=st.integers())
@settings(max_examples=12, deadline=None)
def test_every_grain_gives_the_report_of_one_pass(grain: int, seed: int) -> None:
    sample = (SAMPLES / "bridge-limit",)
    assert pieces(find(*sample), grain).regrouped(seed) == one_pass(sample)


MAC = "d0:0d:00:00:00:0"
REFUSAL = f"DHCPDISCOVER from {MAC}1 via br0: network euca: no free leases"
CLOSING = "If you think you have received this message due to a bug rather"
SAID = (
    "Internet Systems Consortium DHCP Server 4.4.3-P1",
    *(f"No subnet declaration for vnet{number} (no IPv4 addresses)." for number in range(3)),
    *(
        "** Ignoring requests on vnet1.  If this is not what",
        "",
        "some text",
        "subnet 1.2.3.4",
        "         ^",
    ),
    *("Listening on LPF/br0/02:18:6e:31:60:1f/euca", "Not configured to listen on any interfaces!"),
    *(f"DHCPDISCOVER from {MAC}{number} via br0" for number in range(3)),
    *(f"DHCPDISCOVER from {MAC}{number} via br0: network euca: no free leases" for number in range(3)),
    *(f"DHCPOFFER on 172.31.0.1{number} to {MAC}{number} via br0" for number in range(3)),
    f"DHCPACK on 172.31.0.11 to {MAC}1 via br0",
    *("exiting.", CLOSING),
    *("/etc/dhcpd.conf line 6: semicolon expected.", "last message repeated 3 times"),
    f"message repeated 2 times: [ DHCPDISCOVER from {MAC}1 via br0]",
    "Last message 'DHCPDISCOVER from d0' repeated 6 times, suppressed by syslog-ng on nc01",
    "imuxsock begins to drop messages from pid 100 due to rate-limiting",
    "imuxsock[pid: 5, name: cron] from <nc01:cron>: begin to drop messages due to rate-limiting",
    "imuxsock lost 12 messages from pid 100 due to rate-limiting",
    "Suppressed 710 messages from dhcpd.service",
    "imjournal: 17 messages lost due to rate-limiting (20000 allowed within 600 seconds)",
)
STAMPS = (
    *("Dec 31 23:59:58", "Dec 31 23:59:59", "Jan  1 00:00:00", "Jan  1 00:00:40", "Feb 29 10:00:00"),
    *("Jul 10 10:00:00", "2014-12-31T23:59:59+09:00", "2015-01-01T00:00:00.5Z"),
)
TAGS = ("dhcpd[100]", "dhcpd[100]", "dhcpd[200]", "dhcpd", "rsyslogd", "cron[5]", "systemd-journald[9]")
ODD = (
    "",
    "\r",
    "garbage",
    "        deep",
    "\ufeff        deep",
    "\tdeep",
    "\0\0",
    "-- Reboot --",
    " x",
    "\ufeff",
)
syslog_lines = st.builds(
    "{}{} {} {}: {}".format,
    st.sampled_from(("", "", "", "\ufeff")),
    st.sampled_from(STAMPS),
    st.sampled_from(("nc01", "nc01", "nc02")),
    st.sampled_from(TAGS),
    st.sampled_from(SAID),
)


def _journal(said: str, program: str, *, escaped: bool) -> str:
    told = "".join(f"\\u{ord(letter):04x}" for letter in said) if escaped else said
    return (
        '{"__REALTIME_TIMESTAMP":"1420038000000000","_HOSTNAME":"nc01","SYSLOG_PID":"100",'
        f'"SYSLOG_IDENTIFIER":"{program}","MESSAGE":"{told}"}}'
    )


journal_lines = st.builds(
    _journal, st.sampled_from(SAID), st.sampled_from(("dhcpd", "\\u0064hcpd")), escaped=st.booleans()
)
uptime_lines = st.builds(
    "[{:>5}.{:06}] {}{}".format,
    st.sampled_from((0, 1, 1, 2, 300, 9000)),
    st.sampled_from((0, 250_000)),
    st.sampled_from(("", "", "nc01 dhcpd[100]: ", "nc02 kernel: ")),
    st.sampled_from(
        (
            *SAID,
            "br0: up",
            "rtc_cmos 00:03: setting system clock to 2014-12-31T14:59:58 UTC (1420037998)",
            "audit: type=1400 audit(1420038000.250:45): x",
        )
    ),
)
any_lines = st.lists(
    st.one_of(
        *(syslog_lines, syslog_lines, syslog_lines, journal_lines, uptime_lines, st.sampled_from(ODD))
    ),
    min_size=2,
    max_size=25,
)


_JANUARY = "Jan  1 00:00:0"
BORDERS = {
    "a repeat of a line": (
        f"{_JANUARY}1 nc01 dhcpd: {REFUSAL}",
        f"{_JANUARY}2 nc01 dhcpd: last message repeated 3 times",
        f"{_JANUARY}9 nc01 dhcpd: last message repeated 4 times",
    ),
    "a repeat after a line that nobody understands": (
        f"{_JANUARY}1 nc01 dhcpd: {REFUSAL}",
        "garbage",
        f"{_JANUARY}2 nc01 dhcpd: last message repeated 3 times",
    ),
    "a repeat after a line without a time": (
        f"{_JANUARY}1 nc01 dhcpd: {REFUSAL}",
        "-- Reboot --",
        f"{_JANUARY}2 nc01 dhcpd: last message repeated 3 times",
    ),
    "a repeat after a day that is none": (
        f"{_JANUARY}1 nc01 dhcpd: {REFUSAL}",
        f"Feb 29 00:00:00 nc01 dhcpd: {REFUSAL}",
        "2014-03-01T00:00:00Z nc01 dhcpd: last message repeated 3 times",
    ),
    "a repeat in a journal, written with escapes": (
        _journal(REFUSAL, "dhcpd", escaped=False),
        _journal("last message repeated 3 times", "dhcpd", escaped=True),
    ),
    "an error with its source line": (
        f"{_JANUARY}1 nc01 dhcpd: /etc/dhcpd.conf line 6: semicolon expected.",
        f"{_JANUARY}1 nc01 dhcpd: subnet 1.2.3.4",
        f"{_JANUARY}1 nc01 dhcpd:         ^",
    ),
    "an error in a journal, written with escapes": (
        _journal("/etc/dhcpd.conf line 6: semicolon expected.", "dhcpd", escaped=True),
        _journal("subnet 1.2.3.4", "\\u0064hcpd", escaped=False),
        _journal("exiting.", "dhcpd", escaped=False),
    ),
    "a line that goes on behind a byte order mark": (
        f"{_JANUARY}1 nc01 dhcpd: some text",
        "\ufeff        deep",
    ),
    "last words and what closes them": tuple(
        f"{_JANUARY}1 nc01 dhcpd[7]: {said}"
        for said in ("Not configured to listen on any interfaces!", "", CLOSING, "exiting.")
    ),
}


@pytest.mark.parametrize("name", BORDERS)
def test_a_border_between_any_two_lines_leaves_no_trace(tmp_path: Path, name: str) -> None:
    log = tmp_path / "messages"
    log.write_text("\n".join(BORDERS[name]) + "\n", encoding="utf-8")
    whole = pieces(find(log), GRAIN).in_order()
    assert all(pieces(find(log), grain).regrouped(grain) == whole for grain in (1, 40, 80, 120))


@given(
    lines=any_lines,
    more=st.one_of(st.just([]), any_lines),
    end=st.sampled_from(("\n", "\r\n")),
    grain=st.integers(1, 300),
    seed=st.integers(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_grouping_of_any_lines_gives_the_report_of_one_pass(
    lines: list[str], more: list[str], end: str, grain: int, seed: int
) -> None:
    with TemporaryDirectory() as folder:
        for name, content in (("messages", lines), ("daemon.log", [*lines[len(lines) // 2 :], *more])):
            (Path(folder) / name).write_text(end.join(content), newline="", encoding="utf-8")
        found = find(Path(folder))
        assert pieces(found, grain).regrouped(seed) == pieces(found, GRAIN).in_order()


@given(
    lines=any_lines,
    since=st.sampled_from(("2015-01-01", "2014-12-31 23:59:59", "00:00", "-41s", "today", "@1420038000")),
    until=st.one_of(st.none(), st.sampled_from(("now", "-1s", "2015-01-01 00:00:00", "-1d"))),
    grain=st.integers(1, 300),
    seed=st.integers(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_grouping_gives_the_report_of_one_pass_where_only_some_lines_count(
    lines: list[str], since: str, until: str | None, grain: int, seed: int
) -> None:
    limits = Limits(limit_typed("--since", since), limit_typed("--until", until) if until else None)
    with TemporaryDirectory() as folder:
        (Path(folder) / "messages").write_text("\n".join(lines), encoding="utf-8")
        found = find(Path(folder))
        whole = pieces(found, GRAIN, limits=limits).in_order()
        assert pieces(found, grain, limits=limits).regrouped(seed) == whole


def test_states_of_no_block_change_nothing() -> None:
    whole = pieces(find(SAMPLES / "bridge-limit"), 6000)
    nothing = pickle.dumps(start_states(whole.plan))
    padded = (nothing, *(state for each in whole.states for state in (each, nothing)))
    assert replace(whole, states=padded).in_order() == whole.in_order()


# ---- the check itself: three faults that a fold may have, each of which it must find


@dataclass(frozen=True)
class JudgesInAdd(Seen):
    """Takes a key in once and for all: what it saw before decides what it takes in."""

    def add(self, state: Keyed[Cell], event: Event, position: Position) -> None:
        if key_of(event, self.key) not in state.values:
            super().add(state, event, position)


class _Rarest(Keyed[Cell]):
    """Over its cap, leaves out the key that came least often so far."""

    def trim(self) -> None:
        while len(self.values) > self.cap:
            del self.values[min(self.values, key=lambda key: (self.values[key].count, key))]

    def at(self, key: Key) -> Cell:
        if key not in self.values and len(self.values) == self.cap:
            del self.values[min(self.values, key=lambda key: (self.values[key].count, key))]
        return super().at(key)


@dataclass(frozen=True)
class EvictsTheSmallest(Seen):
    def start(self) -> Keyed[Cell]:
        return _Rarest(Cell, 2)


class _AsTheyCame(Keyed[Any]):
    def items(self) -> list[tuple[Key, Any]]:
        self.trim()
        return list(self.values.items())


class Unsorted:
    """A fold whose keys come out in the order they came in."""

    def __init__(self, own: Fold[Any]) -> None:
        self.own, self.kinds, self.add, self.merge = own, own.kinds, own.add, own.merge

    def start(self) -> _AsTheyCame:
        return _AsTheyCame(self.own.start()._made)


REFUSED = "rule.dhcpd-no-free-leases"


def planted(rule: str, make: Callable[..., Fold[Any]]) -> Mend:
    """Puts another fold in the place of a rule's, with the same fields."""

    def mend(plan: Plan) -> Plan:
        return replace(plan, folds={**plan.folds, rule: make(**vars(plan.folds[rule]))})

    return mend


def unsorted_everywhere(plan: Plan) -> Plan:
    """Takes the order out of every rule's fold that has keys."""
    keyed = {name: fold for name, fold in plan.folds.items() if name.startswith("rule.")}
    return replace(plan, folds={**plan.folds, **{name: Unsorted(fold) for name, fold in keyed.items()}})


def _asking(folder: Path) -> Path:
    """Clients that ask more than once, most of which are refused, nobody is answered; on other hosts dhcpd died."""
    ask = "Nov 22 06:01:{second:02} nc01 dhcpd[24859]: DHCPDISCOVER from {mac}{number} via br0{why}\n"
    refused = ": network euca: no free leases"
    log = folder / "messages"
    log.write_text(
        "".join(
            ask.format(second=second, mac=MAC, number=number, why=refused if number % 3 else "")
            for second, number in enumerate((4, 6, 3, 1, 0, 1, 2, 2, 4, 5, 3, 0, 4, 6, 6, 1, 2))
        )
        + "".join(
            f"Nov 22 06:01:58 {host} dhcpd[1]: {said}\n"
            for host in ("nc09", "nc02", "nc05")
            for said in ("Not configured to listen on any interfaces!", "exiting.")
        )
        + "Nov 22 06:01:59 nc01 cron[1]: later\n"
    )
    return log


def _differs(log: Path, mend: Mend | None) -> bool:
    whole, parts = pieces(find(log), GRAIN, mend).in_order(), pieces(find(log), 1, mend)
    return any(parts.regrouped(seed) != whole for seed in range(8))


@pytest.mark.parametrize(
    "mend",
    [
        planted(REFUSED, JudgesInAdd),
        planted(REFUSED, EvictsTheSmallest),
        unsorted_everywhere,
    ],
    ids=["judging in add", "evicting the smallest", "unsorted output"],
)
def test_a_planted_fault_is_found(tmp_path: Path, mend: Mend) -> None:
    assert _differs(_asking(tmp_path), mend)


def test_without_a_planted_fault_none_is_found(tmp_path: Path) -> None:
    assert not _differs(_asking(tmp_path), None)
