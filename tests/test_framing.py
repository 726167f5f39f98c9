"""Framing: records of several lines are one, and no line is lost, whatever the lines are."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cases import LAB, NOW, SAMPLES, find, folded, needs_lab, pieces, report_on, vocabulary
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.parse.dating import Known
from logdiag.parse.framing import framing_of
from logdiag.parse.line_bytes import as_sent
from logdiag.parse.records import records
from logdiag.read.source import GRAIN, blocks
from logdiag.record import Record, Unread
from logdiag.report.values import Report

EXPORTS = LAB / "journal" / "export"
MODES = ("export", "verbose", "json-pretty", "json-seq", "json-sse", "json")


def read(data: bytes, folder: Path, name: str = "log") -> list[Record | Unread]:
    """What `logdiag parse` makes of a file."""
    path = folder / name
    path.write_bytes(data)
    return list(records(find(path).logs, Known(None, None, {}, NOW), vocabulary()))


def lines_in(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))


def told(report: Report) -> list[tuple[object, ...]]:
    """What a report says, wherever its lines stand."""
    return [(one.id, one.count, one.entities, one.first, one.last, one.status) for one in report.findings]


# ---- a journal says the same in every mode


@needs_lab
@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "json"])
def test_a_journal_gives_the_same_findings_in_every_mode(mode: str) -> None:
    report = report_on(EXPORTS / f"{mode}.txt")
    usual = report_on(EXPORTS / "json.txt")
    assert told(report) == told(usual)
    assert report.verdict == usual.verdict
    assert report.sources[0].unread == 0
    assert report.sources[0].lines == lines_in((EXPORTS / f"{mode}.txt").read_bytes())


@needs_lab
def test_evidence_of_an_export_is_the_line_of_its_message() -> None:
    shown = report_on(EXPORTS / "export.txt").findings[0].evidence
    assert shown
    assert all(re.match(r"MESSAGE=DHCPDISCOVER from \S+ via br0: network euca", one.text) for one in shown)


@needs_lab
@pytest.mark.parametrize("mode", ["export", "verbose", "json-pretty"])
def test_the_records_of_a_journal_are_the_same_in_every_mode(mode: str, tmp_path: Path) -> None:
    one = read((EXPORTS / f"{mode}.txt").read_bytes(), tmp_path)
    other = read((EXPORTS / "json.txt").read_bytes(), tmp_path)
    assert len(one) == len(other)
    for record, usual in zip(one, other, strict=True):
        assert isinstance(record, Record)
        assert isinstance(usual, Record)
        # The verbose form leaves out what is too odd to print, JSON what is too long.
        if mode != "verbose" and usual.message:
            assert (record.message, record.time) == (usual.message, usual.time)
        assert (record.program, record.pid, record.host) == (usual.program, usual.pid, usual.host)
        assert record.kind == usual.kind


# ---- the law, where records are paragraphs

ENTRY = """\
__CURSOR=s=1;i={0};b=2;m=3;t=65{0};x=4
__REALTIME_TIMESTAMP=16500000000000{0}
_HOSTNAME=nc01
SYSLOG_IDENTIFIER=dhcpd
{1}

"""
NO_SUBNET = "No subnet declaration for vnet{} (no IPv4 addresses)."
SAID = (
    *(NO_SUBNET.format(number) for number in range(3)),
    "/etc/dhcpd.conf line 6: semicolon expected.",
    "subnet 1.2.3.4",
    "         ^",
    "DHCPDISCOVER from d0:0d:00:00:00:01 via br0: network euca: no free leases",
    "two\nlines\n\n_AND=more\n",
)


def exported(texts: Sequence[str]) -> bytes:
    """Entries as journalctl -o export writes them: in binary where there is a line break."""
    out = b""
    for number, text in enumerate(texts, 10):
        raw = text.encode()
        message = f"MESSAGE={text}" if "\n" not in text else "@"
        binary = b"MESSAGE\n" + len(raw).to_bytes(8, "little") + raw
        out += ENTRY.format(number, message).encode().replace(b"\n@\n", b"\n" + binary + b"\n")
    return out


def in_lines(texts: Sequence[str]) -> bytes:
    lines = "\n".join(f"Nov  2 05:54:{n:02} nc01 dhcpd: {text}" for n, text in enumerate(texts))
    return lines.encode() + b"\n"


def fault(text: str) -> bytes:
    stars = "*" * 72
    return f"{stars}\n  ERR-1008 2014-11-02 05:54:48Z {text}\n\n|  condition: x\n\n{stars}\n\n".encode()


# oslo.log 8.3.2 wrote these.
OSLO = """\
2026-11-22 23:34:14.376 22744 INFO nova.compute.manager [-] VM Started
2026-11-22 23:34:14.377 22744 ERROR nova.compute.manager [-] Instance failed to spawn: ValueError: vif plug failed
second line of the error
2026-11-22 23:34:14.377 22744 ERROR nova.compute.manager Traceback (most recent call last):
2026-11-22 23:34:14.377 22744 ERROR nova.compute.manager   File "<stdin>", line 10, in <module>
2026-11-22 23:34:14.377 22744 ERROR nova.compute.manager ValueError: vif plug failed
2026-11-22 23:34:14.377 22744 ERROR nova.compute.manager second line of the error
2026-11-22 23:34:14.377 22744 ERROR nova.compute.manager 
2026-11-22 23:34:14.377 22744 INFO nova.compute.manager [-] VM Stopped
"""  # noqa: W291
VDSM = "Thread-13::{}::2026-11-22 17:21:54,123::vm::2331::vm.Vm::(_run) vmId=`5a`::The vm start process failed\n"
TRACE = """\
Traceback (most recent call last):
  File "/usr/share/vdsm/virt/vm.py", line 2271, in _startUnderlyingVm
    self._run()
libvirtError: internal error: process exited while connecting to monitor
"""
WRAPPED = {
    "export": exported(SAID),
    "faults": fault("The hypervisor is away") + fault("So is the disk") * 3,
    "own log": b"2014-11-02 05:54:48  INFO | up\n2014-11-02 05:54:49 ERROR | no\n\tat x\nCaused by: y\n"
    * 3,
    "traces": OSLO.encode() * 2,
    "bare traces": (VDSM.format("ERROR") + TRACE).encode() * 3,
    "parts": b"2026-11-02T05:54:48.1Z stdout P one \n2026-11-02T05:54:48.2Z stdout F line\n" * 3,
}


@pytest.mark.parametrize("name", WRAPPED)
def test_any_grouping_of_paragraphs_gives_the_report_of_one_pass(name: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(WRAPPED[name])
    whole = pieces(find(path), GRAIN).in_order()
    for grain in (1, 50, 333):
        assert pieces(find(path), grain).regrouped(grain) == whole


@pytest.mark.parametrize("name", WRAPPED)
def test_blocks_of_paragraphs_are_cut_between_records_alone(name: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(WRAPPED[name])
    framing = framing_of(WRAPPED[name], vocabulary())
    cut = [block.data for block in blocks(find(path).logs[0], framing.begins, 1)]
    assert len(cut) == sum(isinstance(one, Record) for one in read(WRAPPED[name], tmp_path)) + (
        2 * (name == "export")  # an error of dhcpd's is three entries and one record
    )


def test_dhcpds_error_in_three_entries_of_an_export_is_one_event(tmp_path: Path) -> None:
    kinds = [
        record.kind
        for record in read(WRAPPED["export"], tmp_path)
        if isinstance(record, Record) and record.kind
    ]
    assert kinds.count("dhcpd.config_error") == 1
    of_lines = [
        one.kind for one in read(in_lines(SAID[:-1]), tmp_path) if isinstance(one, Record) and one.kind
    ]
    assert kinds == of_lines


@pytest.mark.parametrize("spoiled", [b"\xff" * 8, b"\0\1" + b"\0" * 6])
def test_a_field_that_is_longer_than_its_entry_is_unread_and_counted(
    spoiled: bytes, tmp_path: Path
) -> None:
    whole = exported(("two\nlines", NO_SUBNET.format(1)))
    data = whole.replace((9).to_bytes(8, "little"), spoiled)
    found = read(data, tmp_path)
    assert [isinstance(one, Unread) for one in found] == [True, False]
    assert sum(one.lines for one in found) == lines_in(data)
    source = report_on(tmp_path / "log").sources[0]
    assert (source.unread, source.lines) == (found[0].lines, lines_in(data))


# ---- records of applications' own logs


BY = " 22744 ERROR nova.compute.manager"
EUCA, CRI = "2014-11-02 05:54:48", "2026-11-02T05:54:48."
DOCKER = '"stream":"stdout","time":"2026-11-02T05:54:48.1Z"}'


@pytest.mark.parametrize(
    "text, sizes",
    [
        (OSLO, [1, 7, 1]),
        # another moment, and a context: records of their own
        (OSLO.replace(f"14.377{BY} Trace", f"15.000{BY} Trace"), [1, 2, 1, 4, 1]),
        (f"{EUCA}  INFO | up\n{EUCA} ERROR | no\na.b.C: no\n\tat a.b.C(C.java:4)\nCaused by: x\n", [1, 4]),
        (
            f"{EUCA},123 - util.py[WARNING]: failed\nTraceback (most recent call last):\n  x\nOSError: y\n",
            [4],
        ),
        (f"{VDSM.format('ERROR')}{TRACE}{VDSM.format('DEBUG')}", [5, 1]),
        (f"Nov 22 06:11:11 nc01 vdsm: no\n{TRACE}Nov 22 06:11:12 nc01 vdsm: up\n", [5, 1]),
        (fault("The hypervisor is away").decode(), [7]),
        (f"{EUCA}.123+0000: 1234: error : virCommandWait:2752 : no\nwhat it said\n\n", [3]),
        (f"{CRI}1Z stdout P a\n{CRI}2Z stdout F b\n{CRI}3Z stderr F c\n", [2, 1]),
        (f"{CRI}1Z stdout P a\n{CRI}2Z stderr F b\n", [1, 1]),
        (f'{{"log":"a",{DOCKER}\n{{"log":"b\\n",{DOCKER}\n', [2]),
    ],
)
def test_lines_that_make_one_record_are_one(text: str, sizes: list[int], tmp_path: Path) -> None:
    found = read(text.encode(), tmp_path)
    assert all(isinstance(one, Record) for one in found)
    assert [one.lines for one in found] == sizes
    source = report_on(tmp_path / "log").sources[0]
    assert (source.lines, source.unread) == (sum(sizes), 0)


@needs_lab
def test_every_line_of_libvirts_logs_belongs_to_a_record() -> None:
    paths = [
        LAB / "libvirt" / "log" / "libvirtd.log",
        *sorted((LAB / "libvirt" / "log" / "qemu").glob("*.log")),
    ]
    for log in folded(*paths).states.tallies.values():
        assert log.unread == 0


# ---- no line is lost

VERBOSE = b"Sun 2026-11-22 06:15:17.866216 UTC [s=20;i=1;b=a8;m=65;t=660d766b87ee8;x=dc]\n    MESSAGE=x\n      y\n"
EVENT = b'data: {"MESSAGE":"x","__REALTIME_TIMESTAMP":"1795328117866216"}\n'
PARTS = st.sampled_from(
    (
        *(text.encode() + b"\n" for text in OSLO.splitlines()[:5]),
        *(data for data in WRAPPED.values()),
        *(exported((text,)) for text in SAID),
        *(b"__CURSOR=s=1\n", b"MESSAGE\n\x05\0\0\0\0\0\0\0ab\ncd\n", b"{\n", b"}\n"),
        b'{\n\t"MESSAGE" : "x"\n}\n',
        *(VERBOSE, EVENT),
        *(b"\n", b"\r\n", b"\0\0\n", b"*" * 72 + b"\n", b"        y\n", b"\tz\n", b"junk\n"),
        b"Nov  2 05:54:48 nc01 dhcpd: x\n",
        b"\x1b[31mNov  2 05:54:48 nc01 dhcpd: x\x1b[0m\n",
    )
)


LINES_BEFORE = st.sampled_from((b"", b"\n", b"-- No entries --\n"))
BEGINNINGS = st.sampled_from(
    (b"", *WRAPPED.values(), VERBOSE, EVENT, b'{\n"MESSAGE" : "x", "_PID" : "1"\n}\n')
)
REST = st.lists(PARTS | st.binary(max_size=40), max_size=9)


@given(st.tuples(LINES_BEFORE, BEGINNINGS, REST.map(b"".join)).map(b"".join))
@settings(max_examples=100, deadline=None)
def test_lines_of_records_and_unread_ones_are_the_lines_of_the_file(data: bytes) -> None:
    if data[:2] in (b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff", b"BZ", b"PK"):
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        path.write_bytes(data)
        logs = find(path).logs
        if not logs:
            return
        found = list(records(logs, Known(None, None, {}, NOW), vocabulary()))
        assert sum(one.lines for one in found) == lines_in(data)
        firsts = [one.line for one in found]
        assert firsts == [1 + sum(one.lines for one in found[:place]) for place in range(len(found))]
        source = report_on(path).sources[0]
        assert source.lines == lines_in(data)
        assert source.unread == sum(one.lines for one in found if isinstance(one, Unread))


def test_a_log_in_utf_16_is_read_like_the_same_in_utf_8(tmp_path: Path) -> None:
    text = (SAMPLES / "bridge-limit" / "messages").read_text("utf-8")
    text += "Nov  2 05:54:48 nc01 x: \U0001f4a5\u3042\n"
    (tmp_path / "usual").write_text(text, "utf-8")
    usual = report_on(tmp_path / "usual")
    for number, encoded in enumerate((text.encode("utf-16"), b"\xfe\xff" + text.encode("utf-16-be"))):
        path = tmp_path / f"wide{number}"
        path.write_bytes(encoded)
        os.utime(path, ns=(0, (tmp_path / "usual").stat().st_mtime_ns))
        assert told(report_on(path)) == told(usual)
        assert report_on(path).sources[0].lines == usual.sources[0].lines


def test_a_line_that_is_cut_is_told_among_the_holes(tmp_path: Path) -> None:
    line = b"Nov  2 05:54:48 nc01 dhcpd: "
    (tmp_path / "log").write_bytes(line + b"x\n" + line + b"y" * (2 << 20) + b"\n" + line + b"z\n")
    report = report_on(tmp_path / "log")
    told_of = f"{tmp_path / 'log'}:2: only the first 1 MiB of the line was read."
    assert [hole.text for hole in report.coverage] == [told_of]
    assert (report.sources[0].lines, report.sources[0].unread) == (3, 0)


# ---- bytes that are no text


LINE_BYTES = (
    (rb"(No subnet decl)", b"\x1b[0;1;31m\\1\x1b[0m"),
    (rb"no free leases", b"no \x1b[01;31m\x1b[Kfree\x1b[m\x1b[K leases"),
    (rb"no free leases", b"no #033[1mfree#033[0m leases"),
    (rb"\n(?=Nov .. ..:..:.[68])", b"\n" + b"\0" * 50),
    (rb"\n", b"\0\0\n"),
    (rb"\n", b"\r\n"),
    (rb"(?m)^(.+)$", b"\x1b[32m\\1\x1b[m"),
    (rb"(?m)^(.+ dhcpd.+)$", b"\x1b[32m\\1\x1b[m"),
    (rb"\A", b"\xef\xbb\xbf"),
)


@pytest.mark.parametrize("pattern, instead", LINE_BYTES, ids=map(str, range(len(LINE_BYTES))))
@pytest.mark.parametrize("others", [0, 40])
def test_what_is_no_text_in_and_around_lines_hides_nothing(
    pattern: bytes, instead: bytes, others: int, tmp_path: Path
) -> None:
    """Among forty times as many lines of others a log is searched before it is read."""
    lines = (SAMPLES / "bridge-limit" / "messages").read_bytes().splitlines(keepends=True)
    plain = b"".join(line + (line[:16] + b"nc01 cron[5]: (root) CMD (job)\n") * others for line in lines)
    spoiled = re.sub(pattern, instead, plain)
    assert spoiled != plain
    reports = []
    for name, data in (("plain", plain), ("spoiled", spoiled)):
        (tmp_path / name).write_bytes(data)
        os.utime(tmp_path / name, ns=(0, 1_795_400_000_000_000_000))
        reports.append(report_on(tmp_path / name))
    assert told(reports[1]) == told(reports[0])
    assert [(one.lines, one.unread) for one in reports[1].sources] == [
        (one.lines, one.unread) for one in reports[0].sources
    ]


@pytest.mark.parametrize(
    "text, sent",
    [
        ("tab#011here", "tab\there"),
        ("Z#303#274rich", "Z\u00fcrich"),
        ("ticket #303 and #011", "ticket #303 and \t"),
        ("#303#050 is no letter", "#303#050 is no letter"),
        ("#033[31mred#033[0m", "red"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("line#012break", "line#012break"),
    ],
)
def test_what_rsyslog_spelled_out_is_read_as_it_was_sent(text: str, sent: str) -> None:
    assert as_sent(text) == sent
