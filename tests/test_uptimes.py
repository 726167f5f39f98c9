"""Times since boot: tied to a clock by what tells both, else kept apart; boots in one log are told apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from case import finding, scan, scan_text
from cases import LAB, NOW, find, needs_lab, vocabulary
from hypothesis import given
from hypothesis import strategies as st

from logdiag.parse.dating import Known
from logdiag.parse.limits import limit_typed
from logdiag.parse.records import records
from logdiag.parse.uptimes import Uptime, apart, digests, since_boot, tie_in, together, untied
from logdiag.record import Record
from logdiag.window import Limits

EXPORT, DMESG = LAB / "journal" / "export", LAB / "dmesg"
NONE = ["boot:none"]
REFUSED = "dhcpd[1]: DHCPDISCOVER from d0:0d:00:00:00:01 via br0: network euca: no free leases"
FIRST = "rtc_cmos 00:03: setting system clock to 2014-12-14T14:00:00 UTC (1418565600)"
LATER = 'audit: type=1400 audit(1418565700.250:45): apparmor="STATUS" operation="profile_load"'


def log(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def source(report: dict[str, Any], number: int = 0) -> tuple[Any, Any, list[str]]:
    """First and last line of a source, and what was inferred."""
    one = report["sources"][number]
    return one["first"], one["last"], one["inferred"]


TIED = {
    "the clock that the kernel took from the board": (
        (f"[    1.500000] {FIRST}", "[   11.500000] br0: up"),
        ("2014-12-14T14:00:00+00:00", "2014-12-14T14:00:10+00:00", ["boot:rtc"]),
    ),
    "the clock of an audit line, as it is later": (
        (f"[    1.500000] {FIRST}", f"[  100.250000] {LATER}", "[  101.250000] br0: up"),
        ("2014-12-14T14:00:01.500000+00:00", "2014-12-14T14:01:41.250000+00:00", ["boot:audit"]),
    ),
    "each boot by its own": (
        (
            f"[    1.500000] {FIRST}",
            "[ 9000.000000] br0: up",
            f"[    0.250000] {LATER}",
            "[    1.250000] br0: up",
        ),
        ("2014-12-14T14:00:00+00:00", "2014-12-14T14:01:41.250000+00:00", ["boot:rtc", "boot:audit"]),
    ),
    "nothing": (("[    1.500000] br0: up", "[   11.500000] br0: down"), (None, None, NONE)),
    "a clock in the future is none": (
        ("[    1.500000] audit: type=1400 audit(4102444800.000:1): x", "[    2.500000] br0: up"),
        (None, None, NONE),
    ),
    "a program that talks like the kernel of its clock": (
        ("[    1.500000] nc01 sh[5]: said audit(1418565700.250:45): x", "[    2.500000] nc01 sh[5]: y"),
        (None, None, NONE),
    ),
}


@pytest.mark.parametrize(("lines", "told"), TIED.values(), ids=TIED)
def test_a_log_ties_its_own_times_to_a_clock(
    lines: tuple[str, ...], told: tuple[str, str, list[str]]
) -> None:
    assert source(scan_text(log(*lines))) == told


def test_what_is_said_since_boot_is_a_finding_though_no_clock_tells_when() -> None:
    report = scan_text(log(*(f"[{second:>5}.000000] nc01 {REFUSED}" for second in range(10, 70))))
    found = finding(report, "dhcpd-no-free-leases")
    assert found is not None
    assert (found["count"], found["first"], found["last"]) == (60, None, None)
    assert found["evidence"][0]["line"] == 1


@pytest.mark.parametrize(
    "stamp", ["Dec 14 23:29:{:02}", "2014-12-14T14:29:{:02}Z", "2014-12-14T23:29:{:02}.000001+09:00"]
)
def test_the_same_words_in_a_log_with_a_clock_tie_the_others(tmp_path: Path, stamp: str) -> None:
    said = [f"br0: port {port}(vnet{port}) entered forwarding state" for port in range(9)]
    (tmp_path / "dmesg").write_text(log(*(f"[  100.{port}00000] {text}" for port, text in enumerate(said))))
    lines = (f"{stamp.format(port // 10)} nc01 kernel: {text}" for port, text in enumerate(said))
    (tmp_path / "messages").write_text(log(*lines))
    dmesg, messages = (source(scan(tmp_path, year=2014), number) for number in range(2))
    assert [how for how in dmesg[2] if how.startswith("boot:")] == [f"boot:{tmp_path / 'messages'}"]
    assert abs(datetime.fromisoformat(dmesg[0]) - datetime.fromisoformat(messages[0])) <= timedelta(
        seconds=1
    )


def test_one_message_with_its_time_since_boot_is_enough(tmp_path: Path) -> None:
    (tmp_path / "dmesg").write_text(log("[  100.250000] br0: up", "[  110.250000] br0: up"))
    messages = log("Dec 14 23:29:56 nc01 kernel: [  110.250000] br0: up", "Dec 14 23:30:00 nc01 cron[1]: x")
    (tmp_path / "messages").write_text(messages)
    assert source(scan(tmp_path, year=2014))[:2] == ("2014-12-14T23:29:46", "2014-12-14T23:29:56")


def test_words_that_do_not_agree_on_a_boot_tie_nothing(tmp_path: Path) -> None:
    said = [f"br0: port {port}(vnet{port}) entered forwarding state" for port in range(6)]
    (tmp_path / "dmesg").write_text(
        log(*(f"[  {100 + port}.000000] {text}" for port, text in enumerate(said)))
    )
    lines = (f"Dec 14 23:{port * 9:02}:00 nc01 kernel: {text}" for port, text in enumerate(said))
    (tmp_path / "messages").write_text(log(*lines))
    assert source(scan(tmp_path, year=2014)) == (None, None, NONE)


def test_untied_times_are_outside_of_any_limit(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text(log("2014-12-14T23:29:56Z nc01 cron[1]: x"))
    (tmp_path / "console").write_text(log(f"[   10.000000] nc01 {REFUSED}"))
    assert [one["rule"] for one in scan(tmp_path)["findings"]] == ["dhcpd-no-free-leases"]
    limits = Limits(until=limit_typed("", "2014-12-15"))
    assert scan(tmp_path, limits=limits)["findings"] == []


CAPTURED = {
    "dmesg, by dmesg -T": (DMESG / "dmesg-net-x.txt", DMESG / "dmesg-net-T.txt"),
    "a journal, by seconds": (EXPORT / "short-monotonic.txt", EXPORT / "short-iso.txt"),
    "a journal, by microseconds": (EXPORT / "short-monotonic.txt", EXPORT / "json.txt"),
    "a journal, without a year": (EXPORT / "short-monotonic.txt", EXPORT / "short.txt"),
}


@needs_lab
@pytest.mark.parametrize(("relative", "told"), CAPTURED.values(), ids=CAPTURED)
def test_real_times_since_boot_are_those_of_the_same_log_with_a_clock(relative: Path, told: Path) -> None:
    found = find(relative, told)
    known = Known(now=NOW)
    times: dict[str, dict[str, datetime]] = {}
    for record in records(found.logs, known, vocabulary()):
        if isinstance(record, Record) and record.time is not None:
            times.setdefault(record.source, {}).setdefault(record.message, record.time)
    mine, others = times[str(relative)], times[str(told)]
    shared = mine.keys() & others.keys()
    assert len(shared) > 90
    assert all(abs(mine[text] - others[text]) <= timedelta(seconds=1) for text in shared)


@given(years=st.integers(-300, 300), boots=st.integers(0, 10**6))
def test_years_and_boots_come_apart_as_they_were_put_together(years: int, boots: int) -> None:
    assert apart(together(years, boots)) == (years, boots)


@given(micro=st.integers(0, 10**13), boot=st.integers(0, 2000))
def test_untied_times_keep_their_order_and_tell_their_seconds(micro: int, boot: int) -> None:
    assert since_boot(untied(Uptime(micro), boot).wall) == micro
    assert untied(Uptime(micro), boot).wall < untied(Uptime(micro + 1), boot).wall
    assert boot >= 1000 or untied(Uptime(micro), boot).wall < untied(Uptime(0), boot + 1).wall


def test_what_the_kernel_says_is_known_again_with_and_without_its_seconds() -> None:
    assert digests("[  110.250000] br0: up", None) == digests("br0: up", Uptime(110_250_000))
    assert digests("br0: up", None) == (None, digests("br0: up", Uptime(1))[1])


@pytest.mark.parametrize(
    "text",
    ["audit(1418565700.250:45): x", "setting system clock to then (1)", "audit: type=1 audit(1.2:3)"],
)
def test_only_what_the_kernel_says_of_its_clock_ties(text: str) -> None:
    assert tie_in(text, Uptime(1)) is None


def test_a_console_without_times_is_told_without_any(tmp_path: Path) -> None:
    log = tmp_path / "udhcpc.out"
    log.write_text("udhcpc: started, v1.35.0\nudhcpc: broadcasting discover\nudhcpc: no lease, failing\n")
    report = scan(log)
    (incident,) = report["incidents"]
    assert incident["since"] == "not told: these lines have no times."
    assert "udhcpc.out has no times: what it tells is never compared with other logs." in report["footer"]


RUN_BY_HAND = {
    "virsh": (
        "error: Failed to start domain 'web'\n"
        "error: internal error: process exited while connecting to monitor: qemu-system-x86_64: Could not access KVM "
        "kernel module: Permission denied\n",
        "kvm-forbidden",
    ),
    "dnsmasq -d": (
        "dnsmasq: started, version 2.89 cachesize 150\n"
        "dnsmasq-dhcp: DHCPDISCOVER(br0) 52:54:00:11:22:33 no address available\n",
        "dhcp-pool-empty",
    ),
    "modprobe": (
        "modprobe: FATAL: Module vhost_net not found in directory /lib/modules/6.1.0-18-amd64\n"
        "virtqemud: Cannot get interface MTU on 'br0': No such device\n",
        "bridge-missing",
    ),
}


@pytest.mark.parametrize("name", RUN_BY_HAND)
def test_what_a_command_printed_on_a_terminal_is_read_as_its_log_would_be(
    tmp_path: Path, name: str
) -> None:
    text, cause = RUN_BY_HAND[name]
    log = tmp_path / "pasted.txt"
    log.write_text(text)
    report = scan(log)
    assert [finding["id"].partition("@")[0] for finding in report["findings"]][:1] == [cause], report[
        "findings"
    ]
    assert sum(source["unread"] for source in report["sources"]) == 0


def test_an_error_of_another_program_is_not_taken_for_libvirts(tmp_path: Path) -> None:
    log = tmp_path / "pasted.txt"
    log.write_text(
        "error: pathspec 'main' did not match any file(s) known to git\nerror: could not lock config\n"
    )
    (source,) = scan(log)["sources"]
    assert source["unread"] == 2
