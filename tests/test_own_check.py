"""`rules new`, `rules check`, `--rules`: what a user of them sees; plug-ins that are broken stop nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from command import ROOT, logdiag
from own_rules import HEAD, TEXT, failed, with_lines, written

from logdiag.own.gathering import gathered
from logdiag.own.plugins import plugged
from logdiag.rules.library import all_rules


@pytest.mark.parametrize("flags", [(), ("--python",)], ids=["yaml", "python"])
def test_a_new_rule_passes_its_check(tmp_path: Path, flags: tuple[str, ...]) -> None:
    made = logdiag("rules", "new", "rackd-plug-failed", *flags, "--dir", "mine", cwd=tmp_path)
    assert (made.status, made.err) == (0, "")
    assert (tmp_path / made.out.strip()).is_file()
    checked = logdiag("rules", "check", "mine", cwd=tmp_path)
    assert checked.status == 0, checked.out
    assert "1 of 1 rules pass; tried on " in checked.out
    assert len(checked.complaints) == (1 if flags else 0)
    again = logdiag("rules", "new", "rackd-plug-failed", *flags, "--dir", "mine", cwd=tmp_path)
    assert (again.status, len(again.complaints)) == (2, 1)


ACK = "DHCPACK on {ip:IP} to {iface:MAC} via {bridge:IFACE}"
LEASED = "dhcpd[7]: DHCPACK on 10.0.0.5 to d0:0d:33:70:32:04 via br0"
OF_DHCPD = TEXT.replace("[rackd]", "[dhcpd]").replace("plugged {iface:IFACE}", ACK)
HEALTHY = (
    OF_DHCPD.replace("kinds: [plug_failed]", "kinds: [plugged]")
    .replace("mended_by: [plugged]", "")
    .replace("rackd[7]: failed to plug vnet3 into br7: 12 MB of 1.5 GB left", LEASED)
)
FAILURES = {
    "does not fire": (
        with_lines("times: 3"),
        "FAIL  fires 1: does not; rack_plug_failed.plug_failed is heard",
    ),
    "fires where it may not": (
        TEXT.replace("rackd[7]: plugged vnet3", failed(1)[20:].strip()),
        "FAIL  quiet 1",
    ),
    "is of no message": (
        TEXT.replace("nc01 rackd[7]: failed", "nc01 rackd[7]: fails"),
        "none of its lines is read",
    ),
    "fires on what is healthy": (HEALTHY, "FAIL  fires on the healthy capture healthy-nolimit"),
    "shadows what is known": (OF_DHCPD, "note  plugged shadows dhcpd.ack: "),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_check_says_what_is_wrong_with_a_rule(tmp_path: Path, name: str) -> None:
    text, told = FAILURES[name]
    ran = logdiag("rules", "check", str(written(tmp_path / "mine", text)))
    assert told in ran.out
    assert (ran.status, ran.err) == (1, "")


def test_a_mistake_is_one_line_and_exit_2(tmp_path: Path) -> None:
    folder = written(tmp_path / "mine", TEXT.replace("severity:", "severty:"))
    for command in (
        ("scan", "--rules", folder, "-"),
        ("rules", "check", folder),
        ("rules", "list", "--rules", folder),
    ):
        ran = logdiag(*command, stdin=failed(1).encode())
        assert (ran.status, ran.out) == (2, "")
        assert (
            ran.err == f"logdiag: {folder}/rack.yaml:12:1: severty: no such entry; did you mean severity?\n"
        )


@pytest.mark.parametrize("folder", ["none", "empty", "text.txt"])
def test_a_folder_without_rules_is_a_mistake(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("id: a-b\n")
    ran = logdiag("scan", "--rules", tmp_path / folder, "-", stdin=b"")
    assert (ran.status, len(ran.complaints)) == (2, 1)


def test_folders_add_up_and_their_rules_are_listed_and_shown(tmp_path: Path) -> None:
    one, two = (
        written(tmp_path / "one"),
        written(tmp_path / "two", with_lines("id: rack-other", "programs: [other]")),
    )
    listed = logdiag("rules", "list", "--rules", one, "--rules", two)
    assert {"rack-other", "rack-plug-failed"} <= {line.split()[0] for line in listed.out.splitlines()}
    page = logdiag("rules", "show", "rack-plug-failed", "--rules", one).out
    assert "failed to plug" in page
    assert "Why it fails a launch: " in page
    scanned = logdiag(
        "scan", "--rules", one, "--rules", two, "--format", "json", "-", stdin=failed(1).encode()
    )
    assert [one["id"] for one in scanned.report["incidents"]] == ["rack-plug-failed@nc01"]
    assert (scanned.status, scanned.err) == (1, "")


def test_a_scan_without_rules_of_ones_own_loads_no_reader_of_yaml() -> None:
    code = "import sys, typer; from logdiag.cli import app; sys.argv = ['logdiag', 'scan', '-']\n"
    code += "typer.main.get_command(app).main(standalone_mode=False); print({'yaml', 'lark'} & set(sys.modules))"
    ran = logdiag("-c", code, stdin=failed(1).encode(), command=(sys.executable,))
    assert ran.out.endswith("set()\n"), ran


def test_the_code_of_a_python_rule_is_run_and_that_is_said_once(tmp_path: Path) -> None:
    logdiag("rules", "new", "rackd-plug-failed", "--python", "--dir", tmp_path)
    log = HEAD.format(1).replace("rackd", "rackd") + "failed to plug vnet3 into br7: no such device\n"
    ran = logdiag("scan", "--rules", tmp_path, "-", stdin=log.encode())
    assert ran.complaints == [f"logdiag: --rules runs the code of {tmp_path}/rackd_plug_failed.py"]
    assert "1 interface on nc01 could not be plugged into br7: vnet3." in ran.out


BROKEN_PYTHON = {
    "raises": ("\n\n1 / 0\n", 3, "ZeroDivisionError"),
    "no syntax": ("rule = (\n", 1, "SyntaxError"),
    "no rule": ("x = 1\n", 1, "holds no `rule"),
    "exits": ("\nraise SystemExit(0)\n", 2, "SystemExit"),
}


@pytest.mark.parametrize("name", BROKEN_PYTHON)
def test_a_broken_python_rule_is_named_with_its_line(tmp_path: Path, name: str) -> None:
    text, line, why = BROKEN_PYTHON[name]
    (tmp_path / "broken.py").write_text(text)
    ran = logdiag("scan", "--rules", tmp_path, "-", stdin=failed(1).encode())
    assert (ran.status, len(ran.complaints)) == (2, 1)
    assert ran.err.startswith(f"logdiag: {tmp_path}/broken.py:{line}: ")
    assert why in ran.err


# ---- plug-ins

BROKEN_POINTS = (
    *(f"test_own_check:{name}" for name in ("none_at_all", "breaks", "nobody", "GIVEN")),
    "nowhere:x",
)

GIVEN = all_rules()[0]


def point(value: str) -> EntryPoint:
    return EntryPoint("mine", value, "logdiag.rules")


def other_id(rule_id: str = "rack-of-a-plugin") -> object:
    return replace(GIVEN, id=rule_id)


ONE = other_id()


def several() -> list[object]:
    return [other_id(), other_id("rack-second")]


def none_at_all() -> list[object]:
    return [7]


def breaks() -> list[object]:
    raise RuntimeError("two\nlines")


@pytest.mark.parametrize(
    "value, ids", [("ONE", ["rack-of-a-plugin"]), ("several", ["rack-of-a-plugin", "rack-second"])]
)
def test_a_plug_in_is_a_rule_or_gives_rules(value: str, ids: list[str]) -> None:
    known = gathered((), plugged([point(f"test_own_check:{value}")]))
    assert [rule.id for rule in known.rules if rule.id.startswith("rack-")] == ids
    assert known.notes == ()


@pytest.mark.parametrize(
    "value",
    [
        "test_own_check:none_at_all",
        "test_own_check:breaks",
        "test_own_check:nobody",
        "nowhere:x",
        "test_own_check:GIVEN",
    ],
)
def test_a_broken_plug_in_is_one_line_and_left_out(value: str) -> None:
    known = gathered((), plugged([point(value)]))
    assert known.rules == all_rules()
    (note,) = known.notes
    assert note.startswith("plug-in mine")
    assert "\n" not in note


def test_a_plug_in_of_an_installed_package_is_found(tmp_path: Path) -> None:
    told = tmp_path / "rack_rules-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: rack-rules\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(
        "[logdiag.rules]\nrack = rack_rules:rules\nbroken = rack_rules:none\n"
    )
    (tmp_path / "rack_rules.py").write_text(
        "from dataclasses import replace\nfrom logdiag.rules.library import all_rules\n"
        "def rules():\n    return [replace(all_rules()[0], id='rack-of-a-package')]\n"
    )
    ran = logdiag("rules", "list", env={"PYTHONPATH": f"{ROOT}:{tmp_path}"})
    assert "rack-of-a-package" in ran.out
    assert ran.status == 0
    assert len(ran.complaints) == 1
    assert ran.err.startswith("logdiag: plug-in broken (rack_rules:none): left out: AttributeError")
