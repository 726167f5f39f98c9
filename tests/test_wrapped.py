"""oslo.log's beginning inside syslog or the journal: read as in the service's own file, by both engines alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import report_on, vocabulary

import logdiag
from logdiag.parse.heads import Heads
from logdiag.parse.vocabulary import load_vocabulary
from logdiag.record import Record

ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
SAID = f"[instance: {ID}] Instance failed to spawn: OSError: [Errno 28] No space left on device"
CONTEXT = "None req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b13 {}demo demo{}"
PLAIN = f"ERROR nova.compute.manager [{CONTEXT.format('', '')}] {SAID}"
COLOURED = (
    f"\x1b[01;31mERROR nova.compute.manager [\x1b[01;36m{CONTEXT.format(chr(27) + '[00;36m', chr(27) + '[01;31m')}] "
    f"\x1b[01;35m{SAID.replace('] ', '] ' + chr(27) + '[01;31m', 1)}\x1b[00m"
)
OWN = f"2026-11-02 06:11:06.120 99 ERROR nova.compute.manager [req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b12 - - - -] {SAID}"
HEAD = "Nov 02 06:11:07 cmp1 nova-compute[4711]: "
IN_JOURNAL = {
    "__REALTIME_TIMESTAMP": "1793599867000000",
    "_HOSTNAME": "cmp1",
    "SYSLOG_IDENTIFIER": "nova-compute",
}


@pytest.mark.parametrize(
    "line",
    [
        HEAD + PLAIN,
        HEAD + COLOURED,
        HEAD + COLOURED.replace("\x1b", "#033"),
        HEAD + OWN,
        f"2026-11-02T06:11:07.000000+00:00 cmp1 devstack@n-cpu.service[4711]: {PLAIN}",
        f"<27>1 2026-11-02T06:11:07Z cmp1 nova-compute 4711 - -  {PLAIN}",
        json.dumps({**IN_JOURNAL, "_PID": "4711", "MESSAGE": PLAIN}),
    ],
)
def test_a_wrapped_line_says_what_the_service_s_own_file_would(line: str) -> None:
    record = logdiag.parse_line(line, year=2026)
    assert isinstance(record, Record)
    assert (record.program, record.host, record.severity) == ("nova.compute.manager", "cmp1", "err")
    assert (record.kind, record.fields["instance"]) == ("nova.spawn_failed", ID)


@pytest.mark.parametrize(
    "line",
    [
        HEAD + "starting",
        HEAD + "INFO starting",
        HEAD + "ERROR: x.y",
        "Nov 02 06:11:07 cmp1 sshd[7]: ERROR nova.compute.manager [-] Instance failed",
        "Nov 02 06:11:07 cmp1 nova-compute[4711]: 2026-11-02 is a Monday",
    ],
)
def test_what_wraps_nothing_stays_as_it_is(line: str) -> None:
    record = logdiag.parse_line(line, year=2026)
    assert isinstance(record, Record)
    assert record.program in ("nova-compute", "sshd")
    assert record.message == line.split("]: ", 1)[1]


def test_a_suffix_of_debug_lines_is_no_part_of_the_message() -> None:
    text = "DEBUG nova.x [-] did it {{(pid=4711) f /opt/stack/nova/x.py:12}}"
    record = logdiag.parse_line(HEAD + text, year=2026)
    assert isinstance(record, Record)
    assert record.message == "did it"


def test_a_tag_that_was_read_bare_before_is_asked_again() -> None:
    lines = [HEAD + "starting", HEAD + PLAIN, HEAD + "bare", HEAD + OWN, HEAD + COLOURED]
    fast, slow = Heads(vocabulary()), Heads(load_vocabulary("lark"))
    assert [fast.read(line.encode()) for line in lines] == [slow.read(line.encode()) for line in lines]


def test_a_devstack_s_journal_gives_the_finding(tmp_path: Path) -> None:
    (tmp_path / "journal.txt").write_text(f"{HEAD}starting\n{HEAD}{COLOURED}\n", "utf-8")
    assert [one.id for one in report_on(tmp_path).incidents] == ["nova-disk-full@cmp1"]


OTHERS = {
    "kea-dhcp4[814]: 2026-11-02 06:11:06.699 WARN  [kea-dhcp4.dhcpsrv/814.28] DHCPSRV_NO_SOCKETS_OPEN no interface"
    " configured to listen to DHCP traffic": ("kea-dhcp4", "kea.no_sockets"),
    "ovs-vswitchd[9]: 2026-11-02T06:11:06.123Z|00012|bridge|WARN|could not open network device tap0a1b2c3d-4e"
    " (No such device)": ("ovs-vswitchd", "openvswitch.device_missing"),
    "rabbitmq-server[8]: 2026-11-02 06:11:06.699123+00:00 [warning] <0.123.0> memory resource limit alarm set on"
    " node rabbit@ctl1.": ("rabbitmq-server", "rabbitmq.alarm_set"),
    'virt-launcher[7]: {"component":"virt-launcher","level":"error","msg":"internal error: process exited while'
    ' connecting to monitor: 2026-11-02T06:11:06.787608Z qemu-kvm: failed to initialize kvm: Permission denied",'
    '"timestamp":"2026-11-02T06:11:06.410Z"}': ("virt-launcher", "qemu.accelerator_failed"),
    f"docker/nova_compute[4711]: {OWN}": ("nova.compute.manager", "nova.spawn_failed"),
}


@pytest.mark.parametrize("said", OTHERS)
def test_what_a_program_writes_to_its_console_is_read_behind_a_tag(said: str) -> None:
    line = f"Nov 02 06:11:07 cmp1 {said}"
    record = logdiag.parse_line(line, year=2026)
    assert isinstance(record, Record)
    assert (record.program, record.kind) == OTHERS[said]
    assert (record.host, str(record.time)) == ("cmp1", "2026-11-02 06:11:07")
    fast, slow = Heads(vocabulary()), Heads(load_vocabulary("lark"))
    assert [fast.read(line.encode())] * 2 == [slow.read(line.encode()), slow.read(line.encode())]


@pytest.mark.parametrize(
    "said",
    [
        "ovs-vswitchd[9]: 2026-11-02T06:11:06.123Z is when it began",
        "kea-dhcp4[814]: 2026-11-02 06:11:06.699 and on",
        'virt-launcher[7]: {"no": "time"}',
        "docker/web[7]: 2026-11-02T06:11:06.123Z GET /",
    ],
)
def test_what_only_begins_like_it_stays_as_it_is(said: str) -> None:
    record = logdiag.parse_line(f"Nov 02 06:11:07 cmp1 {said}", year=2026)
    assert isinstance(record, Record)
    assert record.message == said.split("]: ", 1)[1]
