"""What OpenStack's client and virsh print: read as tables and as JSON alike, and used for the ledger and incidents."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import LAB, SAMPLES, needs_lab, report_on
from hypothesis import given
from hypothesis import strategies as st

from logdiag.documents.host_values import Actions
from logdiag.documents.openstack import fault_in
from logdiag.documents.reading import read_document
from logdiag.documents.recognise import recognise
from logdiag.documents.values import Agents, Domains, Servers, Services

PRINTED = SAMPLES / "captures" / "openstack-client"
KINDS = {
    "server-list": "openstack server list",
    "server-show": "openstack server show",
    "compute-services": "openstack compute service list",
    "network-agents": "openstack network agent list",
    "server-events": "openstack server event list",
}
WEB1, WEB2 = "5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d", "8f2d1c44-1b7e-4a0e-9c39-77c1d5a0e6b2"
FAULT = "No valid host was found. There are not enough hosts available."
RULE = "-" * 28
VIRSH = f" Id   Name         State\n{RULE}\n 1    i-1          running\n -    i-2          shut off\n\n"


def text_of(name: str, end: str) -> str:
    return (PRINTED / f"{name}.{end}").read_text("utf-8")


@pytest.mark.parametrize("name", KINDS)
def test_each_list_is_told_by_its_columns_in_either_form(name: str) -> None:
    for end in ("txt", "json"):
        text = text_of(name, end)
        assert recognise(text) == KINDS[name]
        assert recognise(f"(admin) root@ctl:~# openstack {name} -f x\n{text}") == KINDS[name], (
            "behind a prompt"
        )
        assert recognise(text.replace("\n", "\r\n")) == KINDS[name], "with DOS line ends"


@pytest.mark.parametrize("name", KINDS)
def test_a_table_and_its_json_say_the_same(name: str) -> None:
    framed, plain = (read_document(name, text_of(name, end), KINDS[name]) for end in ("txt", "json"))
    assert framed.error is plain.error is None
    assert framed.content is not None
    assert plain.content is not None
    rows = [
        [row._replace(line=0) for row in one.content.rows]
        for one in (framed, plain)
        if isinstance(one.content, Servers | Services | Agents | Actions)
    ]
    assert rows[0] == rows[1]


def test_a_server_is_read_with_all_that_is_told() -> None:
    found = read_document("l", text_of("server-list", "txt"), KINDS["server-list"]).content
    assert isinstance(found, Servers)
    assert [(row.id[:4], row.name, row.status, row.task, row.host, row.address) for row in found.rows] == [
        ("5b0c", "web1", "ACTIVE", "", "cmp1", "10.0.0.12"),
        ("8f2d", "web2", "ERROR", "", "", ""),
        ("c0ff", "db | 1", "BUILD", "spawning", "cmp2", ""),
    ]
    (shown,) = read_document("s", text_of("server-show", "txt"), KINDS["server-show"]).content.rows  # type: ignore[union-attr]
    assert (shown.id, shown.fault, shown.domain) == (WEB2, FAULT, "instance-0000000a")  # type: ignore[union-attr]


def test_a_table_that_was_cut_is_read_as_far_as_it_goes() -> None:
    text = "".join(text_of("server-list", "txt").splitlines(keepends=True)[:4])
    read = read_document("l", text, KINDS["server-list"])
    assert isinstance(read.content, Servers)
    assert [row.name for row in read.content.rows] == ["web1"]
    assert (read.error, read.line) == ("line 4, column 1: the table has no end: it was cut", 4)
    half = read_document("l", text_of("server-list", "json")[:300], KINDS["server-list"])
    assert half.error
    assert half.content is None


@pytest.mark.parametrize(
    "told", ["", "None", "{", "x" * 9, "[[" * 5000, "{'message': 1}", '{"message": null}']
)
def test_a_fault_is_read_whatever_stands_there(told: str) -> None:
    assert isinstance(fault_in(told), str)


@given(st.text(max_size=300))
def test_a_damaged_table_never_raises(noise: str) -> None:
    for name, kind in KINDS.items():
        text = text_of(name, "txt")[:700]
        assert read_document("x", text[:350] + noise + text[350:], kind).kind == kind


def test_what_the_lists_tell_becomes_incidents_and_rows(tmp_path: Path) -> None:
    for name in KINDS:
        (tmp_path / f"{name}.txt").write_text(text_of(name, "txt"), "utf-8")
    report = report_on(tmp_path)
    assert {one.id for one in report.incidents} == {
        "agent-dead-open-vswitch-agent@cmp2",
        "nova-compute-down@cmp2",
        "servers-in-error-0",
    }
    rows = {row.id[:4]: (row.state, row.stage, row.why) for row in report.launches.instances}
    assert rows["5b0c"][:2] == ("running", "plugged")
    assert rows["8f2d"] == ("failed", "requested", FAULT)
    assert rows["c0ff"][:2] == ("pending", "scheduled")
    assert (report.launches.running, report.launches.pending, report.launches.failed) == (1, 1, 1)
    assert all(
        evidence.text for one in report.incidents for claim in one.supports for evidence in claim.evidence
    )


def test_a_healthy_cloud_has_no_incident(tmp_path: Path) -> None:
    text = text_of("compute-services", "txt").replace("down ", "up   ").replace("disabled", "enabled ")
    (tmp_path / "services.txt").write_text(text, "utf-8")
    (tmp_path / "agents.txt").write_text(text_of("network-agents", "txt").replace("XXX", ":-)"), "utf-8")
    report = report_on(tmp_path)
    assert report.incidents == ()
    assert [one.facts["down" if "compute" in one.kind else "dead"] for one in report.documents] == [0, 0]


def test_virsh_tells_which_machines_run() -> None:
    assert recognise(VIRSH) == "virsh list"
    found = read_document("v", VIRSH, "virsh list")
    assert isinstance(found.content, Domains)
    assert [(row.name, row.state, row.line) for row in found.content.rows] == [
        ("i-1", "running", 3),
        ("i-2", "shut off", 4),
    ]


def test_a_machine_that_runs_while_the_api_calls_it_pending_is_an_incident(tmp_path: Path) -> None:
    (tmp_path / "virsh.txt").write_text(
        VIRSH.replace("i-1 ", "instance-0000000a ").replace("i-2", "other"), "utf-8"
    )
    shown = text_of("server-show", "json").replace('"ERROR"', '"BUILD"').replace('"fault": {', '"was": {')
    (tmp_path / "show.json").write_text(shown, "utf-8")
    report = report_on(tmp_path)
    assert [(one.id, one.explains.ids) for one in report.incidents] == [("running-unseen", (WEB2,))]


@needs_lab
def test_a_real_list_of_virsh_is_read() -> None:
    printed = (LAB / "libvirt" / "virsh.txt").read_text("utf-8")
    text = printed[printed.index(" Id   Name") :].split("\nrc=")[0] + "\n"
    assert recognise(text) == "virsh list"
    found = read_document("v", text, "virsh list")
    assert found.error is None
    assert found.facts["running"] == text.count("running")
