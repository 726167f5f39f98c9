"""Settings: what a logdiag.toml takes out is told wherever a report is read, and ends on its day."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from command import ROOT, SAMPLES, Ran, logdiag

from logdiag.own.settings import SettingsError, Suppression, read_settings

LOG = SAMPLES / "bridge-nolimit" / "messages"
RULE = "dhcpd-no-free-leases"
SUPPRESS = f'[[suppress]]\nrule = "{RULE}"\nreason = "ticket 4711"\nuntil = 2999-12-31\n'
OFF = f"[rules.{RULE}]\noff = true\n"
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text())


def scan(folder: Path, settings: str | None, *more: str, **env: str) -> Ran:
    shutil.copy(LOG, folder / "messages")
    if settings is not None:
        (folder / "logdiag.toml").write_text(settings, encoding="utf-8")
    return logdiag(
        "scan", *more, "messages", cwd=folder, env={"XDG_CONFIG_HOME": str(folder / "config"), **env}
    )


def test_without_settings_the_trouble_is_an_incident_and_nothing_speaks_of_settings(tmp_path: Path) -> None:
    ran = scan(tmp_path, None, "--format", "json")
    assert (ran.status, "settings" in ran.report) == (1, False)


@pytest.mark.parametrize(
    "settings, what", [(SUPPRESS, "1 finding suppressed"), (OFF, "1 rule switched off")]
)
@pytest.mark.parametrize("form", ["terminal", "brief", "markdown"])
def test_what_is_taken_out_is_told_on_every_page(
    tmp_path: Path, settings: str, what: str, form: str
) -> None:
    ran = scan(tmp_path, settings, *(["--brief"] if form == "brief" else ["--format", form]))
    assert (ran.status, ran.err) == (0, "")
    assert f"By settings {what}" in ran.out
    assert "Nothing to do" not in ran.out
    if form != "brief":
        assert "logdiag.toml" in ran.out


def test_a_suppressed_finding_is_counted_and_explains_nothing(tmp_path: Path) -> None:
    report = scan(tmp_path, SUPPRESS, "--format", "json").report
    jsonschema.validate(report, SCHEMA)
    (row,) = report["settings"]["suppressed"]
    assert (row["finding"], row["reason"], row["until"]) == (f"{RULE}@nc01", "ticket 4711", "2999-12-31")
    assert row["by"] == "logdiag.toml"
    assert report["incidents"] == []
    assert RULE not in {one["rule"] for one in report["findings"]}
    assert all(one["incident"] is None for one in report["launches"]["instances"])


def test_a_suppression_ends_with_its_day_and_that_is_told(tmp_path: Path) -> None:
    ran = scan(tmp_path, SUPPRESS.replace("2999", "2020"), "--format", "json")
    assert ran.status == 1
    assert ran.report["settings"]["suppressed"] == []
    assert ran.report["settings"]["told"] == [
        f"The suppression of {RULE} in logdiag.toml ended on 2020-12-31 and hides nothing."
    ]


HIDDEN = {
    "its host": ('host = "nc*"\n', True),
    "another host": ('host = "cc*"\n', False),
    "all its entities": ('entity = "d0:0d:*"\n', True),
    "in capitals": ('entity = "D0:0D:*"\n', True),
    "some of its entities": ('entity = "d0:0d:0*"\n', False),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_finding_is_suppressed_where_host_and_all_entities_fit(tmp_path: Path, name: str) -> None:
    more, hidden = HIDDEN[name]
    report = scan(tmp_path, SUPPRESS + more, "--format", "json").report
    assert len(report["settings"]["suppressed"] if "settings" in report else []) == int(hidden)
    assert len(report["incidents"]) == int(not hidden)


def test_an_incident_may_be_suppressed_by_its_own_name(tmp_path: Path) -> None:
    name = scan(tmp_path, None, "--format", "json").report["incidents"][0]["id"].partition("@")[0]
    report = scan(tmp_path, SUPPRESS.replace(RULE, name), "--format", "json").report
    assert [one["rule"] for one in report["settings"]["suppressed"]] == [name]
    assert report["incidents"] == []


def test_a_changed_severity_changes_the_exit_status(tmp_path: Path) -> None:
    ran = scan(tmp_path, f'[rules.{RULE}]\nseverity = "warning"\nreason = "test"\n', "--format", "json")
    assert [one["severity"] for one in ran.report["incidents"]] == ["warning"]
    assert {one["severity"] for one in ran.report["findings"] if one["rule"] == RULE} == {"warning"}
    assert ran.report["settings"]["told"] == [f"Rule {RULE} counts as warning by logdiag.toml: test."]
    assert ran.status == 0


def test_a_rule_that_is_none_is_told(tmp_path: Path) -> None:
    ran = scan(tmp_path, "[rules.nobody]\noff = true\n", "--format", "json")
    assert ran.report["settings"]["told"] == ["logdiag.toml speaks of nobody, which is no rule."]
    assert ran.status == 1


def test_the_users_own_settings_win(tmp_path: Path) -> None:
    own = tmp_path / "config" / "logdiag"
    own.mkdir(parents=True)
    (own / "logdiag.toml").write_text(f'[rules.{RULE}]\nseverity = "error"\n')
    assert scan(tmp_path, OFF).status == 1


def test_no_settings_leaves_them_unread(tmp_path: Path) -> None:
    assert scan(tmp_path, "no TOML", "--no-settings").status == 1


@pytest.mark.parametrize("how", ["anybody may write", "a folder", "of another user", "a pipe"])
def test_settings_that_may_be_a_trap_are_not_used_and_that_is_told(tmp_path: Path, how: str) -> None:
    path = tmp_path / "logdiag.toml"
    if how == "a folder":
        path.mkdir()
    elif how == "a pipe":
        os.mkfifo(path)
    else:
        path.write_text(OFF)
    if how == "anybody may write":
        path.chmod(0o666)
    if how == "of another user":
        if os.geteuid():
            pytest.skip("only root may give a file away")
        os.chown(path, 12345, 12345)
    ran = scan(tmp_path, None)
    assert (ran.status, len(ran.complaints)) == (1, 1)
    assert ran.err.rstrip().endswith("not used")


def test_settings_of_a_folder_above_are_not_used(tmp_path: Path) -> None:
    (tmp_path / "logdiag.toml").write_text(OFF)
    (tmp_path / "below").mkdir()
    assert scan(tmp_path / "below", None).status == 1


def test_settings_beside_logs_are_no_file_that_was_left_out(tmp_path: Path) -> None:
    scan(tmp_path, SUPPRESS)
    assert "neither log nor document" not in logdiag("scan", ".", cwd=tmp_path).out


MISTAKES = {
    "no reason": (SUPPRESS.replace('reason = "ticket 4711"\n', ""), "1: a suppression needs a reason"),
    "an empty reason": (SUPPRESS.replace("ticket 4711", " "), "1: a suppression needs a reason"),
    "no rule": (f"\n{SUPPRESS}".replace(f'rule = "{RULE}"\n', ""), "2: a suppression needs a rule"),
    "no end": (
        SUPPRESS.replace("until = 2999-12-31\n", ""),
        "a suppression ends: add `until = 2027-01-31`",
    ),
    "an end in quotes": (SUPPRESS.replace("2999-12-31", '"2999-12-31"'), "a suppression ends"),
    "a time": (SUPPRESS.replace("2999-12-31", "2999-12-31T00:00:00Z"), "a suppression ends"),
    "a key": (
        SUPPRESS.replace("host", "hosts") + 'hosts = "x"\n',
        "'hosts': no such setting; did you mean host?",
    ),
    "a severity": (
        f'[rules.{RULE}]\nseverity = "warn"\n',
        "1: severity warn: no such value; did you mean warning?",
    ),
    "nothing": (f"[rules.{RULE}]\n", "is neither off nor of another severity"),
    "off is a word": (f'[rules.{RULE}]\noff = "yes"\n', "is true or false"),
    "a table": ("suppres = 1\n", "'suppres': no such setting; did you mean suppress?"),
    "no tables": ("suppress = 1\n", "suppress is written as [[suppress]]"),
    "no TOML": ("[rules\n", "1: is no TOML here"),
    "a reason without end": (SUPPRESS.replace("4711", "4" * 999), "longer than 300 characters"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_settings_is_one_line_with_its_line(name: str) -> None:
    text, why = MISTAKES[name]
    with pytest.raises(SettingsError) as raised:
        read_settings("logdiag.toml", text.encode())
    assert why in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("data", [b"x" * 300_000, b"a = " + b"[" * 5000, b"\xff", b"\0"])
def test_hostile_settings_are_refused_in_a_line(data: bytes) -> None:
    with pytest.raises(SettingsError):
        read_settings("logdiag.toml", data)


def test_a_suppression_of_entities_never_hides_a_finding_that_names_none() -> None:
    one = Suppression("a-rule", "*", "vnet*", "why", date(2999, 1, 1), "logdiag.toml")
    assert one.fits("a-rule", "nc01", ["vnet1", "vnet2"])
    assert not one.fits("a-rule", "nc01", [])
    assert not one.fits("a-rule", "nc01", ["vnet1", "br0"])
