"""Line formats: what every format says of a line, and that no format takes what another one knows better."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cases import LAB, SAMPLES, needs_lab
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag import Record, Unread, parse_line
from logdiag.match.dates import format_of
from logdiag.parse.entries import head_of
from logdiag.parse.grammar import Alternative, grammar_folder, load
from logdiag.parse.levels import severity_of
from logdiag.parse.stamps import offset_of
from logdiag.parse.vocabulary import LENIENT, load_vocabulary
from logdiag.record import Header, Stamp

VOCABULARY = load_vocabulary()
GRAMMARS = load(grammar_folder()).lines
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
THEN = Stamp(2026, 11, 2, 5, 54, 48)
MS, US = THEN._replace(micro=123000), THEN._replace(micro=123456)
DASHED = "2026-11-02 05:54:48"


def head(text: str) -> Header:
    found = head_of(text, VOCABULARY)
    assert found is not None, text
    return found


def east(stamp: Stamp, minutes: int) -> Stamp:
    return stamp._replace(offset=minutes)


# text, format, stamp, host, program, pid, severity, message
Case = tuple[str, str, Stamp | None, str | None, str | None, str | None, str | None, str]
LINES: tuple[Case, ...] = (
    # journalctl
    (f"Mon {DASHED} CET nc01 dhcpd[7]: x", "journal", east(THEN, 60), "nc01", "dhcpd", "7", None, "x"),
    (f"Mon {DASHED} CST nc01 kernel: x: y", "journal", THEN, "nc01", "kernel", None, None, "x: y"),
    (
        f"Mon {DASHED} +0530 nc01 a.service[7]:",
        "journal",
        east(THEN, 330),
        "nc01",
        "a.service",
        "7",
        None,
        "",
    ),
    (f"Mon {DASHED}.123456 UTC [s=8d;i=3;b=7]", "journal", east(US, 0), None, None, None, None, ""),
    ("[ 1234.567890] nc01 dhcpd[7]: x", "monotonic", None, "nc01", "dhcpd", "7", None, "x"),
    ("[ 1234.567890] nc01 kernel: br0: up", "monotonic", None, "nc01", "kernel", None, None, "br0: up"),
    ("1793598888.123456 nc01 dhcpd[7]: x", "epoch", east(US, 0), "nc01", "dhcpd", "7", None, "x"),
    ("1793598888.123456 dhcpd[7]: x", "epoch", east(US, 0), None, "dhcpd", "7", None, "x"),
    # the kernel
    ("[    1.567890] br0: up", "monotonic", None, None, "kernel", None, None, "br0: up"),
    ("[    1.567890] [  T123] br0: up", "monotonic", None, None, "kernel", None, None, "br0: up"),
    ("<4>[    1.567890] br0: up", "monotonic", None, None, "kernel", None, "warning", "br0: up"),
    ("kern  :err   : [    1.567890] br0: up", "monotonic", None, None, "kernel", None, "err", "br0: up"),
    ("[    1.567890 <    0.000013>] br0: up", "monotonic", None, None, "kernel", None, None, "br0: up"),
    ("6,1234,5678901,-;br0: up", "monotonic", None, None, "kernel", None, "info", "br0: up"),
    ("[Mon Nov  2 05:54:48 2026] br0: up", "dmesg", THEN, None, "kernel", None, None, "br0: up"),
    ("[Mon Nov  2 05:54:48 2026] [drm] up", "dmesg", THEN, None, "kernel", None, None, "[drm] up"),
    ("2026-11-02T05:54:48,123456+01:00 br0: up", "iso", east(US, 60), None, None, None, None, "br0: up"),
    ("type=AVC msg=audit(1793598888.123:45): x", "audit", east(MS, 0), None, "audit", None, None, "x"),
    # Eucalyptus
    (
        f"{DASHED} ERROR | [i-7C4F3DF4] x",
        "eucalyptus",
        THEN,
        None,
        "eucalyptus",
        None,
        "err",
        "[i-7C4F3DF4] x",
    ),
    (f"{DASHED}  WARN | x | y", "eucalyptus", THEN, None, "eucalyptus", None, "warning", "x | y"),
    (
        f"{DASHED} DEBUG 000012345 {'startup':<24} | x",
        "eucalyptus",
        THEN,
        None,
        "eucalyptus",
        None,
        "debug",
        "x",
    ),
    (
        f"{DASHED} EXTRE 000012345 {'a' * 24} {'h.c:1':<33} | x",
        "eucalyptus",
        THEN,
        None,
        "eucalyptus",
        None,
        "debug",
        "x",
    ),
    (f"{DASHED}  INFO |", "eucalyptus", THEN, None, "eucalyptus", None, "info", ""),
    ("Mon Nov 2 05:54:48 2026  INFO [Vms:a b] x", "eucalyptus", THEN, None, "Vms", None, "info", "x"),
    (
        "[Mon Nov  2 05:54:48 2026][012345][EUCAFATAL ] x",
        "eucalyptus",
        THEN,
        None,
        "eucalyptus",
        None,
        "crit",
        "x",
    ),
    (
        f"  ERR-1008 {DASHED}Z no hypervisor",
        "eucalyptus",
        THEN,
        None,
        "eucalyptus",
        None,
        None,
        "no hypervisor",
    ),
    (f"{DASHED}TIMELOG 12 ms", "plain", THEN, None, None, None, None, "TIMELOG 12 ms"),
    # OpenStack
    (f"{DASHED}.123 7 INFO nova.a.b [None req-1 u p] x", "oslo", MS, None, "nova.a.b", "7", "info", "x"),
    (
        f"{DASHED}.123 7 WARNING nova.a [-] [instance: 5b] x",
        "oslo",
        MS,
        None,
        "nova.a",
        "7",
        "warning",
        "[instance: 5b] x",
    ),
    (
        f"{DASHED}.123 7 ERROR nova.a [instance: 5b] x",
        "oslo",
        MS,
        None,
        "nova.a",
        "7",
        "err",
        "[instance: 5b] x",
    ),
    (f"{DASHED}.123 7 ERROR nova.a   File x", "oslo", MS, None, "nova.a", "7", "err", "  File x"),
    (f"{DASHED}.123 7 ERROR nova.a", "oslo", MS, None, "nova.a", "7", "err", ""),
    (f"{DASHED}.123 7 CRITICAL nova [req-1 - - - - -] x", "oslo", MS, None, "nova", "7", "crit", "x"),
    # libvirt and qemu
    (
        f"{DASHED}.123+0000: 7: error : f:1 : a : b",
        "libvirt",
        east(MS, 0),
        None,
        "libvirtd",
        None,
        "err",
        "a : b",
    ),
    (
        f"{DASHED}.123+0000: 7: info : hostname: nc01",
        "libvirt",
        east(MS, 0),
        None,
        "libvirtd",
        None,
        "info",
        "hostname: nc01",
    ),
    (
        f"{DASHED}.123+0000: shutting down, reason=failed",
        "libvirt",
        east(MS, 0),
        None,
        "libvirtd",
        None,
        None,
        "shutting down, reason=failed",
    ),
    (
        "2026-11-02T05:54:48.123456Z qemu-system-x86_64: x",
        "iso",
        east(US, 0),
        None,
        "qemu-system-x86_64",
        None,
        None,
        "x",
    ),
    # Kea, cloud-init, RabbitMQ, ZooKeeper, the web
    (
        f"{DASHED}.123 INFO  [kea-dhcp4.leases/7.14] DHCP4_LEASE_ALLOC x",
        "kea",
        MS,
        None,
        "kea-dhcp4",
        "7",
        "info",
        "DHCP4_LEASE_ALLOC x",
    ),
    (f"{DASHED},123 - util.py[DEBUG]: x", "cloudinit", MS, None, "cloud-init", None, "debug", "x"),
    (f"{DASHED}.123 [error] <0.27.0> x", "rabbitmq", MS, None, None, None, "err", "x"),
    (
        f"{DASHED},123 - WARN  [Q[myid=1]/0.0.0.0:2181:Learner@23] - x - y",
        "log4j",
        MS,
        None,
        None,
        None,
        "warning",
        "x - y",
    ),
    (
        '10.0.0.5 - - [02/Nov/2026:05:54:48 +0100] "GET /"',
        "web",
        east(THEN, 60),
        None,
        None,
        None,
        None,
        '"GET /"',
    ),
    (
        "[Mon Nov 02 05:54:48.123456 2026] [wsgi:error] [pid 7:tid 9] x",
        "web",
        US,
        None,
        None,
        "7",
        "err",
        "x",
    ),
    ("2026/11/02 05:54:48 [crit] 7#0: *1 x", "web", THEN, None, None, "7", "crit", "*1 x"),
    (
        "I1102 05:54:48.123456    7 server.go:1] x",
        "klog",
        US._replace(year=None),
        None,
        None,
        "7",
        "info",
        "x",
    ),
    # containers, Open vSwitch, MySQL, ESXi
    (
        "2026-11-02T05:54:48.123456789+01:00 stdout F a: b",
        "iso",
        east(US, 60),
        None,
        None,
        None,
        None,
        "a: b",
    ),
    (
        "2026-11-02T05:54:48.123Z|00012|bridge|WARN|br0: x",
        "iso",
        east(MS, 0),
        None,
        "bridge",
        None,
        "warning",
        "br0: x",
    ),
    ("2026-11-02T05:54:48.123456Z 7 [Warning] x", "iso", east(US, 0), None, None, None, "warning", "x"),
    ("2026-11-02T05:54:48.123Z In(166) Hostd[7]: x", "iso", east(MS, 0), None, "Hostd", "7", "info", "x"),
    ("2026-11-02T05:54:48.123Z ERROR nova: x", "iso", east(MS, 0), None, None, None, "err", "nova: x"),
    ("2026-11-02T05:54:48Z", "iso", east(THEN, 0), None, None, None, None, ""),
    # RFC 3164 as relays, switches and small systems have it
    (
        "Nov  2 05:54:48 ap01 daemon.warn dnsmasq[7]: x",
        "rfc3164",
        THEN._replace(year=None),
        "ap01",
        "dnsmasq",
        "7",
        "warning",
        "x",
    ),
    (
        "<30>NOV  2 05:54:48 nc01 dhcpd[7]: x",
        "rfc3164",
        THEN._replace(year=None),
        "nc01",
        "dhcpd",
        "7",
        "info",
        "x",
    ),
    (
        "<189>29: *Nov  2 05:54:48.123 CET: %SYS-5-CONFIG_I: x",
        "rfc3164",
        east(MS, 60)._replace(year=None),
        None,
        "%SYS-5-CONFIG_I",
        None,
        "notice",
        "x",
    ),
    ("<190>.Nov  2 2026 05:54:48: %PIX-6-1: x", "rfc3164", THEN, None, "%PIX-6-1", None, "info", "x"),
    (
        "Nov  2 12:54:48 AM UTC: nc01 a[7]: x",
        "rfc3164",
        Stamp(None, 11, 2, 0, 54, 48, 0, 0),
        "nc01",
        "a",
        "7",
        None,
        "x",
    ),
    ("Nov  2 05:54:48. nc01 a[7]: x", "rfc3164", THEN._replace(year=None), "nc01", "a", "7", None, "x"),
    ("<30>Nov  2 05:54:48", "rfc3164", THEN._replace(year=None), None, None, None, "info", ""),
    (
        "Nov  2 05:54:48 nc01 a: \u00ef\u00bb\u00bfx",
        "rfc3164",
        THEN._replace(year=None),
        "nc01",
        "a",
        None,
        None,
        "x",
    ),
    # whatever else begins with a time
    ("Mon Nov  2 05:54:48 2026 daemon.info a[7]: x", "ctime", THEN, None, "a", "7", "info", "x"),
    ("Mon Nov  2 05:54:48 UTC 2026 x", "ctime", east(THEN, 0), None, None, None, None, "x"),
    (f"{DASHED}.123 nc01 a[7]: x", "plain", MS, "nc01", "a", "7", None, "x"),
    (f"{DASHED} nc01 is up", "plain", THEN, None, None, None, None, "nc01 is up"),
    (f"{DASHED},123 - a.b - ERROR - x", "plain", MS, None, "a.b", None, "err", "x"),
    (f"{DASHED}.123 CET [7] LOG:  x", "plain", east(MS, 60), None, None, "7", "info", "x"),
    (f"[{DASHED} +0100] x", "plain", east(THEN, 60), None, None, None, None, "x"),
    ("[02/Nov/2026:05:54:48 +0100] x", "plain", east(THEN, 60), None, None, None, None, "x"),
    ("02-Nov-2026 05:54:48.123 queries: info: x", "plain", MS, None, "queries", None, "info", "x"),
    (
        "@4000000069e5f7f2075bca00 x",
        "plain",
        Stamp(2026, 4, 20, 9, 54, 48, 123456, 0),
        None,
        None,
        None,
        None,
        "x",
    ),
)


@pytest.mark.parametrize("case", LINES, ids=lambda case: case[0][:40])
def test_a_line_is_split_as_its_program_prints_it(case: Case) -> None:
    text, form, stamp, host, program, pid, severity, message = case
    said = head(text)
    assert (said.format, said.stamp, said.host, said.program) == (form, stamp, host, program)
    assert (said.pid, said.severity, said.message) == (pid, severity, message)


def test_what_a_header_has_no_place_for_is_kept_beside_it() -> None:
    libvirt = head(f"{DASHED}.123+0000: 812: error : virNetDevTapCreate:269 : x")
    assert libvirt.structured_data == {"libvirt": {"thread": "812", "code": "virNetDevTapCreate:269"}}
    oslo = head(f"{DASHED}.123 7 INFO nova.a [req-1 admin demo - - -] x")
    assert oslo.structured_data == {"oslo": {"context": "req-1 admin demo - - -"}}
    assert head("[ 1234.567890] x").structured_data == {"monotonic": {"seconds": "1234.567890"}}
    assert head(f"  ERR-1008 {DASHED}Z x").msgid == "ERR-1008"
    assert head("Nov  2 05:54:48 nc01 a: x").structured_data is None


JSON: tuple[tuple[dict[str, object], Case], ...] = (
    (
        {"log": "x y\n", "stream": "stderr", "time": "2026-11-02T05:54:48.123456789Z"},
        ("", "container-json", east(US, 0), None, None, None, None, "x y"),
    ),
    (
        {"log": f"{DASHED}.123 7 ERROR nova.a [-] x\n", "stream": "stdout", "time": "2026-11-02T04:54:48Z"},
        ("", "container-json", Stamp(2026, 11, 2, 4, 54, 48, 0, 0), None, "nova.a", "7", "err", "x"),
    ),
    (
        {
            "_index": "f",
            "_source": {
                "@timestamp": "2026-11-02T05:54:48.123Z",
                "message": "x",
                "host": {"name": "nc01"},
                "process": {"name": "dhcpd", "pid": 7},
                "log": {"level": "warn"},
            },
        },
        ("", "elasticsearch-json", east(MS, 0), "nc01", "dhcpd", "7", "warning", "x"),
    ),
    (
        {
            "@timestamp": "2026-11-02T05:54:48.123Z",
            "message": "Nov  2 06:54:48 nc02 dhcpd[7]: x",
            "host": "relay",
        },
        ("", "json", east(MS, 0), "nc02", "dhcpd", "7", None, "x"),
    ),
    (
        {"labels": {"host": "nc01", "job": "nova"}, "line": "x", "timestamp": "2026-11-02T06:54:48+01:00"},
        ("", "loki-json", Stamp(2026, 11, 2, 6, 54, 48, 0, 60), "nc01", "nova", None, None, "x"),
    ),
    (
        {"stream": {"host": "nc01", "app": "nova"}, "values": [["1793598888123456000", "x"]]},
        ("", "loki-json", east(US, 0), "nc01", "nova", None, None, "x"),
    ),
    (
        {"version": "1.1", "host": "nc01", "short_message": "x", "timestamp": 1793598888.123, "level": 3},
        ("", "json", east(MS, 0), "nc01", None, None, "err", "x"),
    ),
    (
        {
            "name": "nova",
            "hostname": "nc01",
            "pid": 7,
            "level": 40,
            "msg": "x",
            "time": "2026-11-02T05:54:48.123Z",
            "v": 0,
        },
        ("", "json", east(MS, 0), "nc01", "nova", "7", "warning", "x"),
    ),
    (
        {"level": "error", "ts": 1793598888.123, "caller": "a.go:1", "msg": "x"},
        ("", "json", east(MS, 0), None, None, None, "err", "x"),
    ),
    (
        {"t": {"$date": "2026-11-02T05:54:48.123+00:00"}, "s": "W", "c": "NETWORK", "id": 1, "msg": "x"},
        ("", "json", east(MS, 0), None, "NETWORK", None, "warning", "x"),
    ),
    (
        {
            "version": "1.1",
            "host": "nc01",
            "short_message": "x",
            "timestamp": 1793598888.123,
            "_program": "dhcpd",
        },
        ("", "json", east(MS, 0), "nc01", "dhcpd", None, None, "x"),
    ),
    (
        {
            "timereported": "2026-11-02T05:54:48.123Z",
            "hostname": "nc01",
            "syslogtag": "dhcpd[7]:",
            "syslogseverity": "3",
            "msg": " x",
        },
        ("", "json", east(MS, 0), "nc01", "dhcpd", "7", "err", "x"),
    ),
    (
        {"log": "Nov  2 05:54:48 nc01 dhcpd[7]: x\n", "stream": "stdout"},
        ("", "rfc3164", Stamp(None, 11, 2, 5, 54, 48, 0, None), "nc01", "dhcpd", "7", None, "x"),
    ),
    (
        {"message": "x", "asctime": f"{DASHED},123", "name": "nova.a", "process": 7, "levelname": "INFO"},
        ("", "json", MS, None, "nova.a", None, "info", "x"),
    ),
)


@pytest.mark.parametrize("entry, case", JSON, ids=lambda value: str(value)[:40])
def test_a_line_of_json_is_read_whoever_wrote_it(entry: dict[str, object], case: Case) -> None:
    whole = json.dumps(entry)
    for text in (whole, f"\x1e{whole}", f"data: {whole}", f"  {whole},"):
        said = head(text)
        assert (said.format, said.stamp, said.host, said.program) == case[1:5]
        assert (said.pid, said.severity, said.message) == case[5:]


@pytest.mark.parametrize(
    "entry",
    [
        {"message": "x"},
        {"time": "2026-11-02T05:54:48Z"},
        {"time": "yesterday", "message": "x"},
        {"time": True, "message": "x"},
        {"time": 12, "message": "x"},
        {"time": "2026-11-02T05:54:48Z", "message": {"a": 1}},
        {"time": "2026-13-02T05:54:48Z", "message": "x"},
        {"time": 10**400, "message": "x"},
        {"stream": {}, "values": []},
        {"_source": 3},
    ],
)
def test_json_without_a_time_and_a_message_is_no_line(entry: dict[str, object]) -> None:
    assert head_of(json.dumps(entry), VOCABULARY) is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(
    ("time", "ts", "@timestamp", "message", "log", "stream", "values", "_source", "host", "pid", "level")
)


@given(st.dictionaries(keys, values | st.just("2026-11-02T05:54:48Z"), max_size=6))
@settings(max_examples=400, deadline=None)
def test_any_object_is_a_line_or_none_and_never_crashes(entry: dict[str, object]) -> None:
    said = parse_line(json.dumps(entry), now=NOW)
    assert isinstance(said, Record | Unread)


def samples() -> Iterator[tuple[str, Alternative, str]]:
    for grammar in GRAMMARS:
        for kind in grammar.kinds:
            for alternative in kind.alternatives:
                for sample in alternative.samples:
                    yield grammar.name, alternative, sample


def test_every_example_of_a_format_is_of_that_format_and_dated() -> None:
    for name, _, sample in samples():
        said = head(sample)
        assert said.format == name, sample
        assert said.stamp or name == "monotonic" or "month" not in sample.lower(), sample


def test_no_example_of_a_format_is_of_another_that_is_told_apart() -> None:
    for name, _, sample in samples():
        readers = [other for other in VOCABULARY.told_apart if VOCABULARY.line(sample, (other,))]
        assert readers == ([] if name in LENIENT else [name]), sample


def test_where_to_look_first_changes_nothing() -> None:
    texts = [*(sample for _, _, sample in samples()), *(case[0] for case in LINES)]
    for text in texts:
        assert {str(head_of(text, VOCABULARY, name)) for name in VOCABULARY.formats} == {str(head(text))}


def test_lines_that_may_be_passed_over_by_their_date_are_of_that_format_alone() -> None:
    texts = [*(sample for _, _, sample in samples()), *(case[0] for case in LINES)]
    dated = [text for text in texts if format_of(text.encode())]
    assert len(dated) > 60
    for text in dated:
        assert head(text).format == format_of(text.encode()), text


@pytest.mark.parametrize(
    "text",
    [
        "no line at all",
        "2026-11-02",
        "05:54:48 x",
        "2026-13-02 05:54:48 x",
        "2026-11-31 05:54:48.123 INFO  [kea-dhcp4.a/7.1] x",
        "2026-11-02 25:54:48 ERROR | x",
        "Mon 2026-11-02 05:54:48 nc01",
        "[12] x",
        "Id   Name         State",
        "/dev/sda1  20G  1G  19G  5% /",
        "Mem:  32096  1021  30001",
        "type=AVC msg=audit(x): y",
        "{not: json}",
        "data: x",
        "INSTANCE\ti-7C4F3DF4\temi-1\t2014-12-14T14:29:56.000Z",
    ],
)
def test_what_is_no_line_of_any_format_is_unread(text: str) -> None:
    assert isinstance(parse_line(text, now=NOW), Unread)


@pytest.mark.parametrize(
    "zone, minutes",
    [
        *(("Z", 0), ("UTC", 0), ("CEST", 120), ("PDT", -420), ("JST", 540), ("CST", None), ("XYZ", None)),
        *(("+01", 60), ("+0130", 90), ("-03:30", -210), (" +0100", 60), (None, None)),
    ],
)
def test_a_zone_is_an_offset_only_where_its_name_means_one(zone: str | None, minutes: int | None) -> None:
    assert offset_of(zone) == minutes


@pytest.mark.parametrize(
    "words, severity",
    [
        (("ERROR", "err", "Error", "E", "SEVERE"), "err"),
        (("WARN", "warning", "Warning", "WRN", "W"), "warning"),
        (("CRITICAL", "fatal", "FATAL", "crit"), "crit"),
        (("DEBUG", "TRACE", "EXTRE", "debug", "FINE"), "debug"),
        (("AUDIT", "Note", "notice"), "notice"),
        (("nova", "x", "", "ER", "client", "a"), None),
    ],
)
def test_levels_are_severities_however_a_program_writes_them(
    words: tuple[str, ...], severity: str | None
) -> None:
    assert {severity_of(word) for word in words} == {severity}


def test_a_line_without_year_or_zone_is_dated_by_what_is_given() -> None:
    plain = parse_line(f"{DASHED} ERROR | x", tz="Asia/Tokyo", now=NOW)
    assert isinstance(plain, Record)
    assert plain.time == datetime(2026, 11, 2, 5, 54, 48, tzinfo=timezone(timedelta(hours=9)))
    for text, year in (("I1231 05:54:48.1 7 a.go:1] x", None), ("I1231 05:54:48.123456 7 a.go:1] x", 2025)):
        said = parse_line(text, now=NOW)
        assert (said.time.year if isinstance(said, Record) and said.time else None) == year


def test_a_fault_s_z_is_not_believed() -> None:
    said = parse_line(f"  ERR-1008 {DASHED}Z x", tz="+09:00", now=NOW)
    assert isinstance(said, Record)
    assert said.time == datetime(2026, 11, 2, 5, 54, 48, tzinfo=timezone(timedelta(hours=9)))


@needs_lab
@pytest.mark.parametrize(
    "name, form, most",
    [
        *((f"{mode}.txt", "journal", 5) for mode in ("short-full", "short-full-utc", "with-unit")),
        ("short-monotonic.txt", "monotonic", 5),
        ("short-unix.txt", "epoch", 5),
        ("json-seq.txt", "journal-json", 0),
        ("json-sse.txt", "journal-json", 0),
    ],
)
def test_every_mode_of_journalctl_says_the_same_of_who_speaks(name: str, form: str, most: int) -> None:
    folder = LAB / "journal" / "export"
    lines = (folder / name).read_text("utf-8", "backslashreplace").split("\n")
    heads = [head_of(line, VOCABULARY) for line in lines if line.strip()]
    assert {said.format for said in heads if said} <= {form, "journal-note"}
    assert sum(said is None for said in heads) <= most
    if form != "journal-json":
        usual = (folder / "short.txt").read_text("utf-8", "backslashreplace").split("\n")
        right = [(said.host, said.program, said.pid) for said in map(_or_none, usual) if said]
        assert [(said.host, said.program, said.pid) for said in heads if said] == right


def _or_none(line: str) -> Header | None:
    return head_of(line, VOCABULARY)


@needs_lab
@pytest.mark.parametrize("mode, mark", [("export", r"\n\n"), ("verbose", r"\n(?=[A-Z][a-z]{2} \d{4}-)")])
def test_a_whole_entry_of_an_export_is_one_record(mode: str, mark: str) -> None:
    path = LAB / "journal" / "export" / f"{mode}.txt"
    if not path.exists():
        pytest.skip(f"no {mode}.txt among the captures")
    text = path.read_text("utf-8", "backslashreplace")
    entries = [entry for entry in re.split(mark, text)[:100] if "MESSAGE=" in entry]
    assert len(entries) > 50
    for entry in entries:
        said = parse_line(entry, now=NOW)
        assert isinstance(said, Record)
        assert said.time is not None
        assert said.lines == entry.count("\n") + 1
        told = re.search(r"^ *MESSAGE=(?!\[)(.*)", entry, re.MULTILINE)
        assert told is None or said.message.strip().startswith(told[1].strip())


@needs_lab
@pytest.mark.parametrize(
    "path, form",
    [
        ("kea/success/kea-dhcp4.log", "kea"),
        ("dmesg/dmesg-net.txt", "monotonic"),
        ("dmesg/dmesg-net-x.txt", "monotonic"),
        ("dmesg/dmesg-net-T.txt", "dmesg"),
        ("dmesg/dmesg-net-iso.txt", "iso"),
    ],
)
def test_captures_of_other_logs_are_read_to_the_last_line(path: str, form: str) -> None:
    lines = (LAB / path).read_text("utf-8", "backslashreplace").split("\n")
    heads = [head_of(line, VOCABULARY) for line in lines if line.strip()]
    assert {said.format if said else None for said in heads} == {form}


def test_lines_of_the_samples_are_of_the_formats_they_always_were() -> None:
    old = {"rfc3164", "iso", "rfc5424", "journal-json", "journal-note"}
    for path in sorted(SAMPLES.rglob("messages*")):
        if path.is_file() and path.suffix != ".gz":
            assert {said.format for said in _some_of(path)} <= old, path


def _some_of(path: Path) -> Iterator[Header]:
    for line in path.read_bytes().decode("utf-8", "backslashreplace").split("\n")[:300]:
        said = head_of(line, VOCABULARY)
        if said:
            yield said
