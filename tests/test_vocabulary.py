"""The vocabulary: which kind and which fields a message has, under which program's name."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from logdiag.parse.lines import read_header
from logdiag.parse.lower import speaker
from logdiag.parse.vocabulary import LONGEST_MESSAGE, load_vocabulary
from logdiag.record import Match

LAB = Path(__file__).resolve().parents[1].parent / "shared" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="needs the lab captures in ../shared")

VOCABULARY = load_vocabulary()
MAC = "d0:0d:33:70:32:04"
DROP = "drop messages due to rate-limiting"
LOST = "messages lost due to rate-limiting"
ORIGIN = '[origin software="rsyslogd" swVersion="5.8.10" x-pid="1234" x-info="http://www.rsyslog.com"]'
ABOUT = {"version": "5.8.10", "pid": "1234", "url": "http://www.rsyslog.com"}

MESSAGES = [
    ("dhcpd", "Internet Systems Consortium DHCP Server 4.4.3-P1", "start", {"version": "4.4.3-P1"}),
    (
        "dhcpd",
        "Internet Systems Consortium DHCP Server V3.0.5-RedHat",
        "start",
        {"version": "V3.0.5-RedHat"},
    ),
    (
        "dhcpd",
        "No subnet declaration for eth0.100 (10.0.0.1).",
        "no_subnet",
        {"iface": "eth0.100", "reason": "10.0.0.1"},
    ),
    (
        "dhcpd",
        "No subnet declaration for vnet68 (no IPv4 addresses).",
        "no_subnet",
        {"iface": "vnet68", "reason": "no IPv4 addresses"},
    ),
    ("dhcpd", "** Ignoring requests on eth0.100.  If this is not what", "ignoring", {"iface": "eth0.100"}),
    ("dhcpd", "   to which interface eth0:1 is attached. **", "block_segment", {"iface": "eth0:1"}),
    (
        "dhcpd",
        "Listening on LPF/br0/02:0d:00:00:00:01/euca",
        "listening",
        {"iface": "br0", "mac": "02:0d:00:00:00:01", "network": "euca"},
    ),
    (
        "dhcpd",
        "Listening on LPF/br0/02:0d:00:00:00:01",
        "listening",
        {"iface": "br0", "mac": "02:0d:00:00:00:01"},
    ),
    ("dhcpd", "Listening on Socket/br0/euca", "listening", {"iface": "br0", "network": "euca"}),
    (
        "dhcpd",
        "Sending on   Socket/fallback/fallback-net",
        "sending",
        {"iface": "fallback", "network": "fallback-net"},
    ),
    ("dhcpd", f"DHCPDISCOVER from {MAC} via br0", "discover", {"mac": MAC, "via": "br0"}),
    (
        "dhcpd",
        f"DHCPDISCOVER from {MAC} (a: b via c) via 10.0.0.1",
        "discover",
        {"mac": MAC, "hostname": "a: b via c", "via": "10.0.0.1"},
    ),
    (
        "dhcpd",
        f"DHCPDISCOVER from {MAC} (x) via eth0:1: network a b: no free leases",
        "no_free_leases",
        {"mac": MAC, "hostname": "x", "via": "eth0:1", "network": "a b"},
    ),
    (
        "dhcpd",
        f"DHCPDISCOVER from {MAC} via br0: network 10.0.0.0/8: no free leases",
        "no_free_leases",
        {"mac": MAC, "via": "br0", "network": "10.0.0.0/8"},
    ),
    (
        "dhcpd",
        f"DHCPDISCOVER from {MAC} via br0: booting disallowed",
        "discover_refused",
        {"mac": MAC, "via": "br0", "reason": "booting disallowed"},
    ),
    (
        "dhcpd",
        f"DHCPREQUEST for 10.0.0.2 (10.0.0.1) from {MAC} via br0: wrong network.",
        "request_refused",
        {"ip": "10.0.0.2", "server_ip": "10.0.0.1", "mac": MAC, "via": "br0", "reason": "wrong network."},
    ),
    (
        "dhcpd",
        f"DHCPREQUEST for 10.0.0.2 from {MAC} via br0: ignored (not authoritative).",
        "request_refused",
        {"ip": "10.0.0.2", "mac": MAC, "via": "br0", "reason": "ignored (not authoritative)."},
    ),
    (
        "dhcpd",
        f"DHCPRELEASE of 10.0.0.2 from {MAC} via br0 (not found)",
        "release",
        {"ip": "10.0.0.2", "mac": MAC, "via": "br0", "status": "not found"},
    ),
    (
        "dhcpd",
        "/etc/dhcp/dhcpd.conf line 6: semicolon expected.",
        "config_error",
        {"path": "/etc/dhcp/dhcpd.conf", "line": "6", "reason": "semicolon expected."},
    ),
    (
        "dhcpd",
        "Abandoning IP address 10.0.0.2: pinged before offer",
        "abandoning",
        {"ip": "10.0.0.2", "reason": "pinged before offer"},
    ),
    ("dhcpd41", "exiting.", "exiting", {}),
    ("dhcpd", "br7: not found", "interface_not_found", {"iface": "br7"}),
    ("dhcpd", "DHCPDISCOVER: not found", "interface_not_found", {"iface": "DHCPDISCOVER"}),
    (
        "rsyslogd-2177",
        f"imuxsock begins to {DROP}".replace("drop messages", "drop messages from pid 7"),
        "drop_begin",
        {"pid": "7"},
    ),
    ("rsyslogd", f"imuxsock[pid 7]: begin to {DROP}", "drop_begin", {"pid": "7"}),
    (
        "rsyslogd",
        f"imuxsock[pid: 7, name: dhcpd] from <nc01:dhcpd>: begin to {DROP}",
        "drop_begin",
        {"pid": "7", "name": "dhcpd", "from_host": "nc01", "from_program": "dhcpd"},
    ),
    (
        "rsyslogd",
        f"imuxsock[pid: 7] from <nc01:dhcpd>: begin to {DROP}",
        "drop_begin",
        {"pid": "7", "from_host": "nc01", "from_program": "dhcpd"},
    ),
    ("rsyslogd", f"imjournal: begin to {DROP}", "drop_begin", {"input": "imjournal"}),
    (
        "rsyslogd",
        f"imtcp[514] from <nc01:dhcpd>: begin to {DROP}",
        "drop_begin",
        {"input": "imtcp[514]", "from_host": "nc01", "from_program": "dhcpd"},
    ),
    (
        "rsyslogd",
        "imuxsock lost 12 messages from pid 7 due to rate-limiting",
        "lost",
        {"count": "12", "pid": "7"},
    ),
    ("rsyslogd", f"imuxsock[pid 7]: 12 {LOST}", "lost", {"count": "12", "pid": "7"}),
    (
        "rsyslogd",
        f"imuxsock[pid: 7, name: dhcpd]: 12 {LOST} (200 allowed within 5 seconds)",
        "lost",
        {"count": "12", "pid": "7", "name": "dhcpd", "allowed": "200", "seconds": "5"},
    ),
    (
        "rsyslogd",
        f"imjournal: 12 {LOST} (20000 allowed within 600 seconds)",
        "lost",
        {"count": "12", "input": "imjournal", "allowed": "20000", "seconds": "600"},
    ),
    ("rsyslogd", f"{ORIGIN} start", "start", ABOUT),
    ("rsyslogd", f"{ORIGIN} (re)start", "start", ABOUT),
    ("rsyslogd", f"{ORIGIN} rsyslogd was HUPed", "hup", ABOUT),
    (
        "rsyslogd",
        f"{ORIGIN} rsyslogd was HUPed, type 'lightweight'.",
        "hup",
        {**ABOUT, "type": "'lightweight'."},
    ),
    ("rsyslogd", f"{ORIGIN} exiting on signal 15.", "exit_signal", {**ABOUT, "signal": "15"}),
    (
        "systemd-journald",
        "Suppressed 710 messages from dhcpd.service",
        "suppressed",
        {"count": "710", "unit": "dhcpd.service"},
    ),
    (
        "systemd-journal",
        "Suppressed 710 messages from /system.slice/a b.service",
        "suppressed",
        {"count": "710", "unit": "/system.slice/a b.service"},
    ),
    ("systemd-journald", "Journal started", "started", {}),
]

REPEATS = [
    ("message repeated 6 times: [ exiting.]", "repeated", {"count": "6", "text": "exiting."}),
    ("message repeated 6 times: [exiting.]", "repeated", {"count": "6", "text": "exiting."}),
    ("message repeated 2 times: [ ]", "repeated", {"count": "2", "text": ""}),
    (
        "message repeated 2 times: [    you want, [x]]",
        "repeated",
        {"count": "2", "text": "   you want, [x]"},
    ),
    ("message repeated 2 times: [ cut off", "repeated", {"count": "2", "text": "cut off"}),
    ("last message repeated 6 times", "last_repeated", {"count": "6"}),
    (
        "Last message 'DHCPDISCOVER from d0' repeated 6 times, suppressed by syslog-ng on euca4-lab",
        "cut_repeated",
        {"count": "6", "text": "DHCPDISCOVER from d0", "host": "euca4-lab"},
    ),
]

FAMILIES = {"rsyslogd": "rsyslogd", "systemd-journald": "journald", "systemd-journal": "journald"}


@pytest.mark.parametrize("program, text, event, fields", MESSAGES)
def test_a_message_has_its_kind_and_only_the_fields_it_shows(
    program: str, text: str, event: str, fields: dict[str, str]
) -> None:
    family = "dhcpd" if program.startswith("dhcpd") else FAMILIES[program.removesuffix("-2177")]
    assert VOCABULARY.message(program, text) == Match(f"{family}.{event}", fields)


@pytest.mark.parametrize("program", ["dhcpd", "rsyslogd", "sshd", "rsyslogd-2177", None])
@pytest.mark.parametrize("text, event, fields", REPEATS)
def test_repeat_notices_stand_under_any_tag_or_none(
    program: str | None, text: str, event: str, fields: dict[str, str]
) -> None:
    assert VOCABULARY.message(program, text) == Match(f"rsyslogd.{event}", fields)


@pytest.mark.parametrize(
    "program",
    [
        "DHCPD",
        "/usr/sbin/dhcpd",
        "dhcpd-x",
        "xdhcpd",
        "dhcpd ",
        "dnsmasq-dhcp",
        "dhcpd-",
        "-2177",
        "",
        None,
    ],
)
def test_names_with_a_folder_or_odd_case_are_not_guessed(program: str | None) -> None:
    assert VOCABULARY.message(program, "exiting.") is None


@pytest.mark.parametrize(
    "text", ["", " ", "exiting", "exiting. ", " exiting.", "exiting.\n", "\x00", "vnet68"]
)
def test_what_is_no_whole_message_has_no_kind(text: str) -> None:
    assert VOCABULARY.message("dhcpd", text) is None


def test_a_message_is_cut_before_it_is_matched() -> None:
    text = f"DHCPDISCOVER from {MAC} via br0: "
    found = VOCABULARY.message("dhcpd", text + "x" * 10_000_000)
    assert found is not None
    assert len(text + found.fields["reason"]) == LONGEST_MESSAGE


@needs_lab
def test_every_dhcpd_and_rsyslogd_line_of_the_lab_has_a_kind() -> None:
    unknown = Counter(
        message
        for program, message in _lab_messages(["dhcpd", "flood", "served", "story"])
        if program in {"dhcpd", "rsyslogd", "rsyslogd-2177"}
        and message
        and not VOCABULARY.message(program, message)
    )
    assert set(unknown) == {
        *(" ^", "   ^", "       ^", "^", "                          ^", "                            ^"),
        *(
            "  option ",
            "  hardware ethernet D0:0D:ZZ:",
            "  fixed-address 172.31.0.10;",
            "lease ",
            "lease xx ",
            "}",
        ),
    }


@needs_lab
@pytest.mark.parametrize(
    "folder, kind, lines, distinct",
    [
        ("flood/bridge-nolimit", "dhcpd.no_subnet", 200, 200),
        ("flood/bridge-nolimit", "dhcpd.ack", 94, 94),
        ("flood/bridge-nolimit", "dhcpd.no_free_leases", 212, 106),
        ("flood/bridge-limit", "dhcpd.no_subnet", 27, 27),
        ("served/healed", "dhcpd.no_free_leases", 212, 106),
    ],
)
def test_counts_in_the_lab_are_those_of_its_ground_truth(
    folder: str, kind: str, lines: int, distinct: int
) -> None:
    found = [
        match.fields.get("iface") or match.fields["mac"]
        for program, message in _lab_messages([folder])
        if (match := VOCABULARY.message(program, message)) and match.kind == kind
    ]
    assert (len(found), len(set(found))) == (lines, distinct)


@needs_lab
def test_the_three_templates_of_one_stream_give_equal_messages() -> None:
    streams = [
        list(_lab_messages(["flood/bridge-limit"], name))
        for name in ("messages", "messages.iso", "messages.rfc5424")
    ]
    assert streams[0] == streams[1] == streams[2]


@needs_lab
def test_messages_are_matched_fast_enough() -> None:
    """The bar is 150,000 a second on an idle core; a third of it still shows a change that costs too much."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from logdiag.parse.vocabulary import load_vocabulary\n"
        "lines = [l.partition(' dhcpd: ')[2] for l in Path(sys.argv[1]).read_text().split('\\n')] * 10\n"
        "read = load_vocabulary().message; begun = time.process_time()\n"
        "for line in lines: read('dhcpd', line)\n"
        "print(len(lines) / (time.process_time() - begun))"
    )
    path = LAB / "flood" / "bridge-nolimit" / "messages"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    assert float(ran.stdout) > 50_000


def _lab_messages(folders: list[str], name: str = "messages") -> Iterator[tuple[str | None, str]]:
    for folder in folders:
        for path in sorted((LAB / folder).rglob(name)):
            for line in path.read_text("utf-8", "replace").split("\n"):
                header = read_header(line, VOCABULARY)
                if header:
                    yield header.program, header.message


def test_a_family_of_programs_is_known_by_how_its_names_begin() -> None:
    known = frozenset({"nova.*", "nova.scheduler.*", "nova-*", "nova.api"})
    told = {
        name: speaker(name, known)
        for name in ("nova.compute.manager", "nova.scheduler.utils", "nova-compute", "nova.api")
    }
    assert list(told.values()) == ["nova.*", "nova.scheduler.*", "nova-*", "nova.api"]
    assert [speaker(name, known) for name in ("novae.x", "nova", "innova.x", "")] == [None] * 4
    assert speaker("x." * 100_000, known) is None
