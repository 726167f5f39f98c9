"""Where a plausible tool goes wrong, a sentence each: real captures where there are any, else a log written here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from case import CAPTURES, Json, alarms, count, finding, ids, incident, parts, scan, scan_text
from cases import LAB, SAMPLES, find, needs_lab, vocabulary

from logdiag import Record, Unread, parse_line
from logdiag.parse.dating import Known
from logdiag.parse.records import records
from logdiag.parse.zones import zone_named

MAC = "d0:0d:85:1a:7a:b9"
BANNER = "Internet Systems Consortium DHCP Server 4.4.3-P1"
LISTENS = "Listening on LPF/br0/26:fa:9e:f5:0d:34/euca"
NOT_CONFIGURED = "Not configured to listen on any interfaces!"
MAIL = [f"mx1 postfix/smtpd[99]: connect from mail{n}.example[192.0.2.{n}]" for n in range(1, 9)]


def capture(name: str, *files: str, **options: Any) -> Json:
    """The report on some files of a capture, or on its whole folder."""
    folder = CAPTURES / name
    return scan(*([folder / file for file in files] or [folder]), **options)


def written(*lines: str, day: str = "Nov 22", **options: Any) -> Json:
    """The report on lines of "HH:MM:SS what nc01's dhcpd[700] says"; those of others begin with a host."""
    return scan_text("".join(f"{line}\n" for line in _stamped(lines, day)), **options)


def _stamped(lines: tuple[str, ...], day: str) -> Iterator[str]:
    for line in lines:
        time, said = line.split(" ", 1)
        tagged = re.match(r"\w+ [\w/.-]+(\[\d+\])?: ", said)
        yield f"{day} {time} {said if tagged else f'nc01 dhcpd[700]: {said}'}"


def head(path: Path, lines: int) -> str:
    return "".join(path.read_text().splitlines(keepends=True)[:lines])


def lease(time: str, mac: str, ip: str = "172.31.0.15", pid: int = 700) -> tuple[str, ...]:
    """A client that asks and is served within a second."""
    said = f"{time} nc01 dhcpd[{pid}]:"
    return (
        f"{said} DHCPDISCOVER from {mac} via br0",
        f"{said} DHCPOFFER on {ip} to {mac} via br0",
        f"{said} DHCPREQUEST for {ip} (172.31.0.1) from {mac} via br0",
        f"{said} DHCPACK on {ip} to {mac} via br0",
    )


def verdict(report: Json) -> tuple[str, str, str | None]:
    told = report["verdict"]
    return told["confidence"], told["status"], told["incident"]


QUIET = ("none", "none", None)


# healthy


@pytest.mark.parametrize("name", ["healthy-nolimit", "healthy-limit", "story-94"])
def test_a_healthy_bridge_raises_nothing_however_often_no_subnet_declaration_stands_there(
    name: str,
) -> None:
    report = scan(SAMPLES / name / "messages", SAMPLES / name / "euca-dhcp.conf")
    assert (verdict(report), alarms(report)) == (QUIET, [])
    told = finding(report, "dhcpd-no-subnet")
    assert told is not None
    assert (told["role"], told["status"], told["severity"]) == ("noise", "none", "info")
    assert {hole["kind"] for hole in report["coverage"]} == (
        set() if name == "healthy-nolimit" else {"rate_limit"}
    )


@needs_lab
@pytest.mark.parametrize("name", ["served", "dhcpd", "dnsmasq", "kea"])
def test_what_the_lab_calls_healthy_raises_nothing(name: str) -> None:
    healthy = [line for line in (LAB / "HEALTHY").read_text().split() if line.startswith(name)]
    assert healthy
    for path in healthy:
        report = scan(LAB / path)
        assert (verdict(report), alarms(report)) == (QUIET, []), path


def test_leases_that_a_cut_log_does_not_show_are_not_missing() -> None:
    report = scan(SAMPLES / "healthy-limit" / "messages", SAMPLES / "healthy-limit" / "euca-dhcp.conf")
    assert count(report, "leases") == (50, "at_least")
    assert finding(report, "dhcpd-discover-unanswered") is None
    assert {row["incident"] for row in report["launches"]["instances"]} == {None}


# cut logs and counts


@needs_lab
def test_a_log_cut_before_the_telling_line_gives_one_answer_whether_dhcpd_lived_or_died() -> None:
    told = []
    for name in ("nobridge-limit", "bridge-limit"):
        report = scan_text(head(LAB / "flood" / name / "messages", 202))
        assert verdict(report) == ("possible", "unknown", "dhcpd-serving-unknown@nc01")
        cause = incident(report)
        assert cause is not None
        assert (cause["severity"], cause["explains"]["instances"]) == ("warning", 0)
        assert len(cause["rivals"]) == 2
        assert cause["confirm"]
        kept = {key: report[key] for key in ("verdict", "launches", "incidents", "findings", "coverage")}
        told.append(re.sub(r"\b(24056|24859)\b", "PID", re.sub(r"06:0\d:\d\d", "TIME", repr(kept))))
    assert told[0] == told[1]


@needs_lab
def test_a_dhcpd_without_pids_is_the_one_that_a_drop_notice_names() -> None:
    lines = (LAB / "flood" / "nobridge-limit" / "messages").read_text()
    report = scan_text(re.sub(r"dhcpd\[\d+\]", "dhcpd", lines))
    assert verdict(report) == ("possible", "unknown", "dhcpd-serving-unknown@nc01")
    assert [(gap["program"], gap["pid_inferred"]) for gap in report["coverage"]] == [("dhcpd", False)]


@pytest.mark.parametrize("name", ["bridge-limit", "healthy-limit"])
def test_27_named_under_the_limit_are_at_least_27_and_the_rest_is_reckoned(name: str) -> None:
    report = scan(SAMPLES / name / "messages")
    told = finding(report, "dhcpd-no-subnet")
    assert told is not None
    assert (told["entity_count"], told["at_least"]) == (27, True)
    assert count(report, "taps") == (200, "reckoned")


def test_newer_libvirt_counts_upwards_for_ever_so_no_taps_are_reckoned_from_vnet1503() -> None:
    report = capture("newer-libvirt")
    told = finding(report, "dhcpd-no-subnet")
    assert told is not None
    assert (told["entity_count"], told["at_least"], told["entities"][0]["name"]) == (27, True, "vnet1503")
    assert count(report, "taps") in (None, (27, "at_least"), (40, "reckoned"))
    assert (verdict(report), count(report, "leases")) == (QUIET, (40, "at_least"))


def test_a_told_loss_that_is_too_small_for_a_count_from_vnet0_forbids_it() -> None:
    """The capture of newer libvirt with other numbers: 40 taps, vnet64 to vnet103, so no more than 256."""
    folder = CAPTURES / "newer-libvirt"
    lines = (folder / "messages").read_text()
    report = scan_text(re.sub(r"vnet(1[45]\d\d)", lambda tap: f"vnet{int(tap[1]) - 1400}", lines))
    assert count(report, "taps") in (None, (27, "at_least"), (40, "reckoned"))


@needs_lab
def test_what_is_told_lost_is_a_sum_and_what_is_never_told_stays_unknown() -> None:
    told = [hole["lost"] for hole in scan(LAB / "flood" / "bridge-limit" / "messages")["coverage"]]
    never = scan(LAB / "flood" / "nobridge-limit" / "messages")["coverage"]
    assert told == [1215, 263]
    assert [(hole["lost"], hole["to"], hole["accounted"]) for hole in never] == [(None, None, False)]


def test_a_drop_notice_that_names_dhcpd_is_rsyslogds_line_about_dhcpd() -> None:
    record = parse_line(
        "Nov 22 06:01:28 nc01 rsyslogd: imuxsock[pid: 24859, name: dhcpd] from <nc01:dhcpd>:"
        " begin to drop messages due to rate-limiting"
    )
    assert isinstance(record, Record)
    assert (record.program, record.pid, record.kind) == ("rsyslogd", None, "rsyslogd.drop_begin")
    assert (record.fields["pid"], record.fields["name"]) == ("24859", "dhcpd")


# the same words, another meaning


def test_another_interface_with_an_address_is_noise_beside_a_bridge_that_is_served() -> None:
    report = written(
        f"10:00:01 {BANNER}",
        "10:00:01 No subnet declaration for vnet3 (no IPv4 addresses).",
        "10:00:01 No subnet declaration for eth0 (192.168.122.115).",
        f"10:00:01 {LISTENS}",
    )
    assert (verdict(report), alarms(report)) == (QUIET, [])
    assert parts(report, "dhcpd-no-subnet") == {"tap": 1, "other": 1}


def test_a_bridge_whose_address_is_in_no_declared_subnet_is_an_incident() -> None:
    report = capture("bridge-unserved")
    assert parts(report, "dhcpd-no-subnet")["bridge"] == 1
    assert verdict(report)[0] in ("likely", "possible")
    assert incident(report) is not None


def test_a_bridge_whose_address_is_in_no_declared_subnet_is_no_noise() -> None:
    told = finding(capture("bridge-unserved"), "dhcpd-no-subnet")
    assert told is not None
    assert told["role"] != "noise"


def test_a_tap_is_a_symptom_where_dhcpd_then_finds_nothing_to_listen_on() -> None:
    report = scan(SAMPLES / "nobridge-nolimit" / "messages")
    told = finding(report, "dhcpd-no-subnet")
    assert told is not None
    assert (told["role"], parts(report, "dhcpd-no-subnet")) == ("symptom", {"tap": 200})
    assert verdict(report) == ("confirmed", "unknown", "dhcpd-serves-nobody@nc01")


@needs_lab
def test_an_interface_that_does_not_exist_has_the_words_of_one_without_address() -> None:
    report = scan(LAB / "dhcpd" / "iface-unknown" / "messages")
    assert ids(report) == ["dhcpd-serves-nobody@nc01"]
    assert parts(report, "dhcpd-no-subnet") == {"tap": 1}


# refused by dhcpd


def test_another_nodes_guests_are_refused_rightly() -> None:
    report = capture("another-node")
    assert (verdict(report), alarms(report)) == (QUIET, [])
    assert parts(report, "dhcpd-no-free-leases", "nc02") == {"served by another server": 3}
    assert parts(report, "dhcpd-no-free-leases", "nc01") == {"served by another server": 2}
    assert count(report, "leases") == (5, "exact")


def test_the_log_of_one_node_alone_never_confirms_that_another_nodes_guests_fail() -> None:
    for files in (["messages-nc02"], ["messages-nc02", "euca-dhcp-nc02.conf"]):
        assert verdict(capture("another-node", *files))[0] in ("none", "possible", "likely")


def test_a_client_that_takes_another_servers_offer_in_this_very_log_is_no_failed_launch() -> None:
    assert alarms(capture("another-node", "messages-nc02", "euca-dhcp-nc02.conf")) == []


def test_a_range_that_ran_dry_is_no_missing_host_entry() -> None:
    report = capture("pool-dry")
    assert verdict(report) == ("confirmed", "ongoing", "no-free-lease@nc01")
    assert parts(report, "dhcpd-no-free-leases") == {"pool with a range": 2}
    cause = incident(report)
    assert cause is not None
    assert (cause["category"], cause["explains"]["instances"]) == ("dhcp.pool", 2)


@pytest.mark.parametrize("network", ["172.31.0.0/16", "eno2", "172.31.0.0"])
def test_an_address_or_a_shared_networks_name_may_stand_where_the_pool_is_dry(network: str) -> None:
    asked = f"DHCPDISCOVER from {MAC} via br0: network {network}: no free leases"
    report = written(f"10:00:01 {asked}", f"10:00:05 {asked}")
    assert verdict(report)[0] in ("likely", "possible")
    assert ids(report) == ["no-free-lease@nc01"]


def test_a_refused_guest_with_its_entry_means_that_dhcpd_runs_with_an_older_file() -> None:
    report = capture("stale-server")
    assert verdict(report) == ("likely", "ongoing", "stale-server@nc01")
    assert parts(report, "dhcpd-no-free-leases") == {"has a host entry": 2}
    cause = incident(report)
    assert cause is not None
    assert cause["explains"]["instances"] == 2


def test_a_second_start_that_is_refused_harms_nobody() -> None:
    report = capture("second-start-harmless")
    assert (verdict(report), alarms(report)) == (QUIET, [])
    assert count(report, "leases") == (4, "exact")


@needs_lab
def test_already_running_is_no_incident_where_nobody_asks() -> None:
    report = scan(LAB / "dhcpd" / "already-running" / "messages")
    assert (verdict(report), alarms(report)) == (QUIET, [])


# over


@needs_lab
def test_refused_at_first_and_served_by_a_new_dhcpd_is_over() -> None:
    report = scan(LAB / "served" / "healed" / "messages", LAB / "served" / "healed" / "euca-dhcp.conf")
    assert verdict(report) == ("confirmed", "over", "refused-then-served@nc01")
    assert parts(report, "dhcpd-no-free-leases") == {"served later": 106}


@needs_lab
def test_yesterdays_log_with_todays_file_is_possible_at_most_and_not_ongoing() -> None:
    lines = (LAB / "served" / "healed" / "messages").read_text().splitlines(keepends=True)
    restart = [n for n, line in enumerate(lines) if BANNER in line][1]
    report = scan_text("".join(lines[:restart]), LAB / "served" / "healed" / "euca-dhcp.conf")
    assert verdict(report) == ("possible", "unknown", "stale-server@nc01")
    assert not any(one.startswith("missing-host-entry") for one in ids(report))


def test_a_dhcpd_that_could_not_listen_and_then_listens_is_over() -> None:
    report = capture("healed-start")
    assert verdict(report) == ("confirmed", "over", "dhcpd-serves-nobody@nc01")
    told = finding(report, "dhcpd-no-subnet")
    assert told is not None
    assert (told["role"], count(report, "leases")) == ("noise", (4, "exact"))


def test_a_lease_on_the_second_try_is_no_failed_launch() -> None:
    refused = f"10:00:01 DHCPDISCOVER from {MAC} via br0: network euca: no free leases"
    report = written(refused, *lease("10:00:05", MAC))
    assert report["verdict"]["status"] == "over"
    assert parts(report, "dhcpd-no-free-leases") == {"served later": 1}
    assert [row["stage"] for row in report["launches"]["instances"]] == ["addressed"]


# asked and not answered


def test_a_request_in_the_last_second_of_the_log_is_not_unanswered() -> None:
    report = capture("end-of-log")
    assert (verdict(report), alarms(report)) == (QUIET, [])
    assert finding(report, "dhcpd-discover-unanswered") is None


def test_requests_without_answer_in_a_log_that_goes_on_are_unanswered() -> None:
    report = capture("unanswered")
    told = finding(report, "dhcpd-discover-unanswered")
    assert told is not None
    assert (told["role"], told["entity_count"], told["count"]) == ("cause", 3, 3)
    assert verdict(report) == ("likely", "ongoing", "dhcpd-discover-unanswered@nc01")


def test_an_offer_that_is_never_taken_is_neither_pool_nor_unanswered() -> None:
    report = capture("offer-loop")
    told = finding(report, "dhcpd-offer-not-requested")
    assert told is not None
    assert (told["entity_count"], told["count"]) == (1, 6)
    assert alarms(report) == ["dhcpd-offer-not-requested@nc01"] * 2
    assert verdict(report)[:2] == ("likely", "ongoing")


def test_a_guest_that_runs_and_never_asks_is_the_guests_affair() -> None:
    report = capture("silent-guest", tz="UTC", zone=UTC)
    cause = incident(report)
    assert cause is not None
    assert (cause["id"], cause["category"]) == ("guests-silent@nc01", "dhcp.client")
    assert cause["explains"] == {"instances": 1, "ids": ["i-546EDBE1"]}
    assert verdict(report)[:2] == ("likely", "ongoing")


def test_who_may_hold_an_older_lease_is_silent_at_most_possibly() -> None:
    assert (
        verdict(capture("silent-guest"))[0] == "possible"
    )  # the zone is taken from the launches themselves


def test_nobody_is_silent_in_a_log_that_ends_soon_after_the_launch() -> None:
    folder = CAPTURES / "silent-guest"
    shorter = head(folder / "messages", 46)
    assert "sa1" in shorter
    report = scan_text(shorter, folder / "euca-dhcp.conf", folder / "instances.txt")
    assert ids(report) == []


# starts of guests


@needs_lab
def test_one_start_out_of_memory_with_two_errors_is_one_failure() -> None:
    report = scan(
        LAB / "libvirt" / "log" / "libvirtd.log", LAB / "libvirt" / "log" / "qemu" / "i-toobig.log"
    )
    assert [one for one in ids(report) if "memory" in one or "start-failed" in one] == ["guest-memory@nc01"]


@needs_lab
@pytest.mark.parametrize("guest", ["i-nonet", "i-nonet2"])
def test_a_reason_that_is_not_logged_is_not_guessed(guest: str) -> None:
    report = scan(LAB / "libvirt" / "log" / "qemu" / f"{guest}.log")
    cause = incident(report)
    assert cause is not None
    assert (cause["id"], cause["confidence"]) == ("guest-start-failed@", "likely")
    assert cause["why_beyond"] == "not known: the reason is not in these logs"


# names that are used again


def test_a_tap_that_is_used_again_is_tied_to_no_instance() -> None:
    starts = [
        (f"{at} {BANNER}", f"{at} No subnet declaration for vnet7 (no IPv4 addresses).", f"{at} {LISTENS}")
        for at in ("10:00:01", "10:05:01")
    ]
    mac = "d0:0d:bb:bb:bb:02"
    report = written(*starts[0], *lease("10:00:09", MAC), *starts[1], *lease("10:05:09", mac))
    told = finding(report, "dhcpd-no-subnet")
    assert told is not None
    assert told["entities"] == [{"kind": "interface", "name": "vnet7", "count": 2}]
    assert {row["interface"] for row in report["launches"]["instances"]} == {None}
    assert count(report, "taps") == (1, "exact")


@pytest.mark.parametrize(
    "between, program", [(["10:30:00 nc01 backup[700]: copied a file"], "backup"), ([], None)]
)
def test_a_pid_that_dhcpd_had_half_an_hour_ago_is_not_dhcpds(
    between: list[str], program: str | None
) -> None:
    report = written(
        f"10:00:01 {BANNER}",
        "10:00:01 No subnet declaration for vnet7 (no IPv4 addresses).",
        f"10:00:01 {LISTENS}",
        *between,
        "10:30:00 nc01 rsyslogd-2177: imuxsock begins to drop messages from pid 700 due to rate-limiting",
    )
    assert [(hole["program"], hole["pid"]) for hole in report["coverage"]] == [(program, "700")]
    assert count(report, "taps") == (1, "exact")


def test_a_card_that_starts_d0_0d_is_no_instance_on_a_plain_network() -> None:
    refused = f"DHCPDISCOVER from {MAC} via eth1: network 10.0.0.0/24: no free leases"
    report = written(f"10:00:01 {refused}", f"10:00:05 {refused}")
    cause = incident(report)
    assert cause is not None
    assert cause["explains"]["ids"] == [MAC]
    assert report["launches"]["instances"] == []


# forged lines


FORGERS = ("nc01 dhcpd[{pid}]", "nc01 dhcpd[99]", "nc09 dhcpd[7]", "nc01 dhcpd")


def forged(by: str, place: float) -> Json:
    """A healthy log with one line more, at a place between its beginning (0) and its end (1)."""
    lines = (SAMPLES / "healthy-nolimit" / "messages").read_text().splitlines(keepends=True)
    pid = re.findall(r"dhcpd\[(\d+)\]", lines[1])[0]
    at = int(place * (len(lines) - 1))
    lines.insert(at + 1, f"{lines[at][:15]} {by.format(pid=pid)}: {NOT_CONFIGURED}\n")
    return scan_text("".join(lines))


@pytest.mark.parametrize("place", [0.1, 0.7, 1])
@pytest.mark.parametrize("by", FORGERS)
def test_one_line_that_anybody_may_have_forged_confirms_nothing(by: str, place: float) -> None:
    report = forged(by, place)
    assert report["verdict"]["confidence"] != "confirmed"
    assert "confirmed" not in [one["confidence"] for one in report["incidents"]]


@needs_lab
def test_a_greeting_is_no_reason_to_exit_where_the_line_that_tells_is_missing() -> None:
    """The capture of a file with two entries of one name, without its four lines between greeting and end."""
    lines = (LAB / "dhcpd" / "conf-dup-host" / "messages").read_text().splitlines(keepends=True)
    cause = incident(scan_text("".join((*lines[:6], *lines[10:]))))
    assert cause is not None
    assert (cause["id"], cause["confidence"], cause["fix"]) == ("dhcpd-exited@nc01", "likely", [])
    assert "why is not in these lines" in cause["title"]


def test_last_words_alone_confirm_nothing() -> None:
    assert written(f"10:00:01 {NOT_CONFIGURED}")["verdict"]["confidence"] in ("likely", "possible")


def test_a_dhcpd_that_goes_on_serving_under_its_pid_did_not_die_of_a_forged_line() -> None:
    report = forged(FORGERS[0], 0.7)
    assert (alarms(report), count(report, "leases")) == ([], (200, "exact"))


def test_a_dhcpd_that_listened_did_not_find_nothing_to_listen_on() -> None:
    report = forged(FORGERS[0], 1)
    assert report["verdict"]["confidence"] == "possible"
    assert [one["explains"]["instances"] for one in report["incidents"]] == [0]


# the same event by two roads


def test_a_log_beside_its_copies_counts_once(tmp_path: Path) -> None:
    lines = (SAMPLES / "bridge-limit" / "messages").read_text().splitlines(keepends=True)
    (tmp_path / "messages").write_text("".join(lines))
    (tmp_path / "daemon.log").write_text("".join(line for line in lines if " dhcpd[" in line))
    both, alone = scan(tmp_path), scan(SAMPLES / "bridge-limit" / "messages")
    for rule in ("dhcpd-no-free-leases", "dhcpd-no-subnet"):
        told, once = finding(both, rule), finding(alone, rule)
        assert told is not None
        assert once is not None
        assert [told[key] for key in ("entity_count", "count", "parts")] == [
            once[key] for key in ("entity_count", "count", "parts")
        ]
    assert [count(both, "leases"), count(both, "taps")] == [count(alone, "leases"), count(alone, "taps")]


# no launch in sight


def test_a_mail_servers_log_says_nothing_about_launches() -> None:
    report = written(*(f"10:00:0{n} {line}" for n, line in enumerate(MAIL)))
    assert (verdict(report), alarms(report)) == (QUIET, [])
    assert report["launches"]["counts"] == []
    assert "Nothing here speaks about launches" in report["verdict"]["text"]


# the clock


def times(path: Path, **known: Any) -> list[datetime]:
    """The times of all lines, read in January 2027."""
    settled = Known(known.get("year"), known.get("zone"), {}, datetime(2027, 1, 3, tzinfo=UTC))
    found = list(records(find(path).logs, settled, vocabulary()))
    assert not any(isinstance(one, Unread) for one in found)
    return [one.time for one in found if isinstance(one, Record) and one.time]


@pytest.mark.parametrize(
    "line, now, year",
    [
        ("Dec 31 23:59:58", datetime(2027, 1, 3, tzinfo=UTC), 2026),
        ("Jan  2 23:59:58", datetime(2027, 1, 3, tzinfo=UTC), 2027),
        ("Feb 29 10:00:00", datetime(2027, 3, 1, tzinfo=UTC), 2024),
        ("Jan  3 23:59:59", datetime(2027, 1, 3, tzinfo=UTC), 2026),
    ],
)
def test_a_line_without_year_is_never_in_the_future_nor_on_another_day(
    line: str, now: datetime, year: int
) -> None:
    record = parse_line(f"{line} nc01 dhcpd[700]: {LISTENS}", now=now)
    assert isinstance(record, Record)
    assert record.time is not None
    assert f"{record.time:%b %e %H:%M:%S}" == line
    assert (record.time.year, record.inferred) == (year, ("year:clock",))


@needs_lab
def test_a_log_over_new_year_goes_on_into_the_next_year() -> None:
    stamps = times(LAB / "files" / "messages-year-boundary", year=2014)
    assert [f"{one:%Y-%m-%d}" for one in stamps[726:728]] == ["2014-12-31", "2015-01-01"]
    assert stamps == sorted(stamps)


@needs_lab
def test_the_29th_of_february_stays_the_29th() -> None:
    days = {f"{one:%m-%d}" for one in times(LAB / "files" / "messages-feb29", year=2016)}
    assert days == {"02-28", "02-29", "03-01"}


@needs_lab
def test_a_clock_that_goes_back_an_hour_stays_in_its_year_and_in_the_order_of_lines() -> None:
    stamps = times(LAB / "files" / "messages-clock-back", year=2014)
    assert {one.year for one in stamps} == {2014}
    assert (stamps[4] - stamps[5]).total_seconds() > 3000
    assert ids(scan(LAB / "files" / "messages-clock-back")) == ["dhcpd-serves-nobody@euca4-lab"]


@needs_lab
def test_a_clock_that_is_set_back_leaves_no_span_that_ends_before_it_began() -> None:
    lines = (LAB / "served" / "healthy-nolimit" / "messages").read_text().splitlines(keepends=True)
    half = len(lines) // 2
    later = [line.replace(" 07:", " 06:", 1) for line in lines[half:]]
    report = scan_text("".join((*lines[:half], *later)))
    assert (verdict(report), alarms(report)) == (QUIET, [])
    assert "from 07:07:51 to 06:07:59 by its clock" in report["verdict"]["text"]
    assert "a clock that steps back" in report["verdict"]["doubt"]


def test_the_hour_that_comes_twice_has_no_negative_span(tmp_path: Path) -> None:
    log = tmp_path / "messages"
    log.write_text(
        "".join(
            f"Oct 25 {at} nc01 cron[1]: tick\n" for at in ("02:59:58", "02:00:01", "02:30:00", "03:00:00")
        )
    )
    stamps = times(log, year=2026, zone=zone_named("Europe/Berlin"))
    assert [one.utcoffset() is not None for one in stamps] == [True] * 4
    assert {one.year for one in stamps} == {2026}


def test_lines_of_rfc_5424_amid_rfc_3164_are_one_log() -> None:
    old, new = (SAMPLES / "healthy-nolimit" / "messages"), CAPTURES / "journal-forms" / "messages.rfc5424"
    mixed = old.read_text() + new.read_text()
    report = scan_text(mixed)
    assert sum(source["lines"] for source in report["sources"]) == len(mixed.splitlines())
    assert (report["unread"], alarms(report)) == ([], [])


# everything else


def test_dhcpd_says_nothing_in_the_captures_that_no_grammar_knows() -> None:
    known = Known(2026, None, {}, None)
    unknown = {
        one.message
        for path in sorted(CAPTURES.glob("*/messages*"))
        for one in records(find(path).logs, known, vocabulary())
        if isinstance(one, Unread) or (one.program == "dhcpd" and one.message and one.kind is None)
    }
    assert unknown == set()


@pytest.mark.parametrize("name", sorted(path.parent.name for path in CAPTURES.glob("*/capture.sh")))
def test_a_capture_has_no_line_that_is_not_read(name: str) -> None:
    report = capture(name)
    assert [source["unread"] for source in report["sources"]] == [0] * len(report["sources"])
    assert [each["error"] for each in report["documents"]] == [None] * len(report["documents"])
