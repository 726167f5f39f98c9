"""Lives of dhcpd: what a death means, when others served before it or after it."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cases import folded

from logdiag.context import Context
from logdiag.correlate.lives import Afterwards, afterwards, deaths
from logdiag.diagnose import Folded, Options, case_of
from logdiag.rules.library import all_rules

BANNER = "Internet Systems Consortium DHCP Server 4.4.3-P1"
CLOUD, OFFICE = "/run/eucalyptus/net/euca-dhcp.conf", "/etc/dhcp/dhcpd.conf"
LISTENS = ("Listening on LPF/br0/02:18:6e:31:60:1f/euca", "Server starting service.")
NOT_CONFIGURED = ("Not configured to listen on any interfaces!", "exiting.")
BAD_RANGE = ("bad range, address 10.0.0.1 not in subnet 172.31.0.0 netmask 255.255.0.0", "exiting.")
ACK = "DHCPACK on 172.31.0.15 to d0:0d:85:1a:7a:b9 via br0"


def dhcpd(time: str, *said: str, pid: int | None = 7) -> list[str]:
    tag = "dhcpd" if pid is None else f"dhcpd[{pid}]"
    return [f"Nov 22 {time} nc01 {tag}: {one}" for one in said]


def start(
    time: str,
    *said: str,
    pid: int | None = 7,
    conf: str | None = None,
    pid_file: str | None = None,
) -> list[str]:
    told = [f"Config file: {conf}"] if conf else []
    told += [f"PID file: {pid_file}"] if pid_file else []
    return dhcpd(time, BANNER, *told, *said, pid=pid)


LATER = ["Nov 22 09:00:00 nc01 CRON[77]: (root) CMD (x)"]


def context_in(case: Folded) -> Context:
    return case_of(case, Options(), all_rules()).context


def context_of(folder: Path, *sources: list[str]) -> Context:
    paths = [folder / f"{number}.log" for number in range(len(sources))]
    for path, source in zip(paths, sources, strict=True):
        path.write_text("\n".join(source) + "\n", encoding="utf-8")
    case = folded(*paths)
    return context_in(case)


def after_death(folder: Path, *sources: list[str]) -> Afterwards:
    """What the log shows after its last death."""
    context = context_of(folder, *sources)
    return afterwards(context, "nc01", deaths(context, "nc01")[-1])


def told(found: Afterwards) -> tuple[bool, bool, str]:
    return (found.serving is not None, found.before is not None, found.status)


# ---- the clock may step back


def test_a_start_after_the_clock_stepped_back_is_after_the_death_before_it(tmp_path: Path) -> None:
    log = start("02:30:00", *NOT_CONFIGURED, pid=1) + start("01:35:00", *LISTENS, ACK, pid=2)
    assert told(after_death(tmp_path, log)) == (True, False, "over")


def test_a_death_after_the_clock_stepped_back_is_not_healed_by_what_served_before(tmp_path: Path) -> None:
    log = start("02:30:00", *LISTENS, ACK, pid=1) + start("01:35:00", *NOT_CONFIGURED, pid=2)
    steps = [line.replace("09:00:00", "01:45:00") for line in LATER]
    assert told(after_death(tmp_path, log + steps))[:2] == (False, True)


def test_the_log_of_a_host_ends_with_its_last_line_not_with_its_latest(tmp_path: Path) -> None:
    log = start("02:30:00", *LISTENS) + dhcpd("01:35:00", ACK)
    span = context_of(tmp_path, log).spans["nc01"]
    assert [datetime.fromtimestamp(at.wall // 1_000_000, UTC).hour for at in (span.first, span.end)] == [
        2,
        1,
    ]


# ---- a server that tells no pid


def test_what_speaks_after_last_words_without_a_pid_is_another_server(tmp_path: Path) -> None:
    log = (
        start("06:00:00", *LISTENS, pid=None)
        + start("06:05:00", *NOT_CONFIGURED, pid=None)
        + dhcpd("06:06:00", ACK, pid=None)
    )
    context = context_of(tmp_path, log + LATER)
    assert [bool(run.fatal) for run in context.runs] == [False, True, False]
    assert told(after_death(tmp_path, log + LATER)) == (True, True, "over")


def test_a_pid_that_deals_with_clients_after_last_words_did_not_die(tmp_path: Path) -> None:
    log = start("06:00:00", *LISTENS, *NOT_CONFIGURED) + dhcpd("06:06:00", ACK)
    assert deaths(context_of(tmp_path, log + LATER), "nc01") == []


# ---- two starts on one pid file


@pytest.mark.parametrize(
    "mine, last_words, outlives",
    [
        ("/run/dhcpd.pid", NOT_CONFIGURED, False),
        ("/run/other.pid", NOT_CONFIGURED, True),
        (None, NOT_CONFIGURED, True),
        ("/run/dhcpd.pid", BAD_RANGE, True),
    ],
    ids=["the same", "another", "not told", "it never came to look at the pid file"],
)
def test_who_looks_for_interfaces_has_found_nobody_alive_under_its_pid_file(
    tmp_path: Path, mine: str | None, last_words: tuple[str, ...], outlives: bool
) -> None:
    log = start("06:00:00", *LISTENS, ACK, pid=1, pid_file="/run/dhcpd.pid")
    log += start("06:05:00", *last_words, pid=2, pid_file=mine) + LATER
    assert told(after_death(tmp_path, log)) == (False, outlives, "ongoing")


def test_one_that_serves_after_the_death_is_believed_against_the_pid_file(tmp_path: Path) -> None:
    log = start("06:00:00", *LISTENS, pid=1, pid_file="/run/dhcpd.pid")
    log += start("06:05:00", *NOT_CONFIGURED, pid=2, pid_file="/run/dhcpd.pid")
    assert told(after_death(tmp_path, log + dhcpd("06:06:00", ACK, pid=1)))[0]


# ---- another server


@pytest.mark.parametrize(
    "dead, serves, heals",
    [
        (CLOUD, OFFICE, False),
        (CLOUD, CLOUD, True),
        (CLOUD, None, True),
        (None, OFFICE, True),
        (OFFICE, CLOUD, True),
    ],
    ids=[
        *("the office's for the cloud's", "the cloud's again", "one that does not tell"),
        *("for one that does not tell", "the cloud's own serves on"),
    ],
)
@pytest.mark.parametrize("comes_first", [False, True])
def test_a_server_with_another_file_takes_nobodys_place(
    tmp_path: Path, dead: str | None, serves: str | None, heals: bool, comes_first: bool
) -> None:
    one = start("06:00:00", *NOT_CONFIGURED, pid=1, conf=dead)
    other = start("06:00:00", *LISTENS, pid=2, conf=serves)
    log = other + one if comes_first else one + other
    found = after_death(tmp_path, log + dhcpd("06:06:00", ACK, pid=2) + LATER)
    assert told(found) == (heals, heals and comes_first, "over" if heals else "ongoing")


# ---- a source that is cut short


def torn(folder: Path, log: list[str]) -> Path:
    path = folder / "earlier.gz"  # no part of a set: then the next part would go on for all hosts
    path.write_bytes(gzip.compress(("\n".join(log) + "\n").encode())[:-12])
    return path


def test_nothing_is_known_from_where_a_source_is_cut_short_until_another_goes_on(tmp_path: Path) -> None:
    log = [line.replace("nc01", host) for host in ("nc01", "nc02") for line in dhcpd("06:00:00", ACK, "x")]
    next_one = tmp_path / "messages"
    next_one.write_text("\n".join(dhcpd("07:00:00", ACK) + LATER) + "\n")
    paths = (torn(tmp_path, log), next_one)
    case = folded(*paths)
    context = context_in(case)
    (here,), (there,) = context.gaps_on("nc01"), context.gaps_on("nc02")
    assert (here.kind, there.kind, there.end) == ("truncated", "truncated", None)
    assert here.begin is not None
    assert here.end is not None
    hour = 3_600_000_000
    begin = here.begin.time
    assert here.end.time - begin == hour
    assert not context.knows("nc01", begin, begin + 10)
    assert not context.knows("nc01", begin + hour // 2, begin + hour // 2)
    assert context.knows("nc01", begin + hour + 1_000_000, begin + hour + 2_000_000)


def test_a_source_that_ends_where_it_should_tears_nothing(tmp_path: Path) -> None:
    assert context_of(tmp_path, dhcpd("06:00:00", ACK) + LATER).torn == ()
