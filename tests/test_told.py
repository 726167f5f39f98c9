"""Rules of sentences: what programs say becomes an incident, is over when it is mended, and blames the deep failure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import NOW, find, vocabulary

from logdiag.diagnose import Options, fold, report_of
from logdiag.report.terminal import render_terminal
from logdiag.report.values import Report
from logdiag.rules.library import all_rules
from logdiag.rules.rule import ANY_RULE, Ask, Rule, Telling
from logdiag.rules.told import told

HEAD = "Nov 22 06:11:{:02} nc01 dhcpd[24290]: "
MAC, OTHER = "d0:0d:33:70:32:04", "d0:0d:33:70:32:05"


def decline(second: int, mac: str = MAC) -> str:
    return f"{HEAD.format(second)}DHCPDECLINE of 172.31.0.15 from {mac} via br0: abandoned\n"


def ack(second: int, mac: str = MAC) -> str:
    return f"{HEAD.format(second)}DHCPACK on 172.31.0.15 to {mac} via br0\n"


def busy(second: int) -> str:
    return f"{HEAD.format(second)}Abandoning IP address 172.31.0.15: pinged before offer\n"


MADE: dict[str, Any] = {
    "id": "test-decline",
    "kinds": {"dhcpd.decline"},
    "subject": "mac",
    "noun": "guest",
    "title": "{many} on {where} refused the address {ip}: {name}",
    "means": "Another machine has {ip}.",
    "severity": "error",
    "stage": "addressed",
    "category": "dhcp.client",
    "says": "a guest refused an address",
    "fires": ("",),
    "quiet": ("",),
    "fix": "find who has {ip}",
    "fields": ("ip",),
    "mended_by": {"dhcpd.ack"},
    "telling": Telling(asks=(Ask("arping -c 2 {ip}", (("a reply", "it is taken"),)),)),
}


def rule_of(**more: Any) -> Rule:
    return told(**{**MADE, **more})


def _others(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """The library's rules, without those that tell of the same as these."""
    told_of = frozenset({"dhcpd.decline", "dhcpd.abandoning"})
    return (rule for rule in all_rules() if not rules or not rule.fold.kinds & told_of)


def report_with(tmp_path: Path, text: str, *rules: Rule) -> Report:
    log = tmp_path / "messages"
    log.write_text(text, encoding="utf-8")
    every = tuple(sorted((*_others(rules), *rules), key=lambda rule: rule.id))
    options = Options(now=NOW)
    return report_of(fold(find(log), options, vocabulary(), every), options, every, "test")


def test_what_is_told_becomes_an_incident_with_its_words_and_its_command(tmp_path: Path) -> None:
    report = report_with(tmp_path, decline(1) + decline(2, OTHER), rule_of())
    (incident,) = report.incidents
    assert incident.title == f"2 guests on nc01 refused the address 172.31.0.15: {MAC} and 1 more"
    assert (incident.id, incident.causes) == ("test-decline@nc01", ("test-decline@nc01",))
    assert [claim.text for claim in incident.supports] == ["Another machine has 172.31.0.15."]
    assert [evidence.line for evidence in incident.supports[0].evidence] == [1, 2]
    assert incident.checks[0].command == "arping -c 2 172.31.0.15"
    assert report.verdict.text == f"{incident.title}."
    assert "LIKELY" in report.verdict.doubt
    assert "NOT KNOWN" in report.verdict.doubt
    assert "arping" in render_terminal(report, columns=100, rows=50, colour=False)


def test_what_is_mended_later_is_over_and_no_incident(tmp_path: Path) -> None:
    report = report_with(tmp_path, decline(1) + ack(5), rule_of())
    (finding,) = [one for one in report.findings if one.rule == "test-decline"]
    assert (finding.role, finding.status, finding.severity) == ("noise", "over", "info")
    assert report.incidents == ()


def test_what_was_well_before_is_not_mended(tmp_path: Path) -> None:
    report = report_with(tmp_path, ack(1) + decline(5), rule_of())
    assert [one.id for one in report.incidents] == ["test-decline@nc01"]


def test_only_those_still_in_trouble_are_counted(tmp_path: Path) -> None:
    report = report_with(tmp_path, decline(1) + decline(2, OTHER) + ack(5), rule_of())
    (incident,) = report.incidents
    assert incident.title == f"1 guest on nc01 refused the address 172.31.0.15: {OTHER}"
    assert [claim.text for claim in incident.against] == [f"{MAC} met the same and worked later."]


def test_a_rule_may_look_at_values_and_wait_for_more(tmp_path: Path) -> None:
    nobody = rule_of(where=lambda fields: fields["ip"].startswith("10."))
    thrice = rule_of(times=3)
    assert report_with(tmp_path, decline(1), nobody).incidents == ()
    assert report_with(tmp_path, decline(1) + decline(2), thrice).incidents == ()
    assert len(report_with(tmp_path, decline(1) + decline(2) + decline(3), thrice).incidents) == 1


def test_a_symptom_is_no_incident_beside_what_explains_it(tmp_path: Path) -> None:
    deep = rule_of(id="test-busy", kinds={"dhcpd.abandoning"}, subject="ip", fields=(), mended_by=())
    shown = rule_of(symptom_of=("test-busy",))
    report = report_with(tmp_path, busy(1) + decline(2), deep, shown)
    (incident,) = report.incidents
    assert (incident.id, incident.symptoms) == ("test-busy@nc01", ("test-decline@nc01",))
    roles = {one.rule: one.role for one in report.findings}
    assert roles == {"test-busy": "cause", "test-decline": "symptom"}
    alone = report_with(tmp_path, decline(2), deep, shown)
    assert [one.id for one in alone.incidents] == ["test-decline@nc01"]


def test_what_comes_later_explains_nothing_that_was_before(tmp_path: Path) -> None:
    deep = rule_of(id="test-busy", kinds={"dhcpd.abandoning"}, subject="ip", fields=(), mended_by=())
    report = report_with(tmp_path, decline(2) + busy(50), deep, rule_of(symptom_of=("test-busy",)))
    assert {one.id for one in report.incidents} == {"test-busy@nc01", "test-decline@nc01"}


def test_two_rules_that_blame_each_other_leave_one_incident(tmp_path: Path) -> None:
    one = rule_of(id="test-busy", kinds={"dhcpd.abandoning"}, subject="ip", fields=(), mended_by=())
    other = rule_of(symptom_of=("test-busy",))
    round_about = rule_of(
        id="test-busy",
        kinds={"dhcpd.abandoning"},
        subject="ip",
        fields=(),
        mended_by=(),
        symptom_of=("test-decline",),
    )
    assert one.symptom_of == ()
    report = report_with(tmp_path, busy(1) + decline(1), round_about, other)
    assert len(report.incidents) == 1


def test_a_name_that_is_none_to_type_takes_its_command_away(tmp_path: Path) -> None:
    asks = (Ask("ip link show {via}", (("x", "y"),)), Ask("ip addr", (("x", "y"),)))
    rule = rule_of(fields=("ip", "via"), telling=Telling(asks=asks))
    hostile = decline(1).replace("br0", "br0;reboot")
    assert [one.command for one in report_with(tmp_path, hostile, rule).incidents[0].checks] == ["ip addr"]


def test_a_sentence_that_names_no_field_of_the_rule_is_refused() -> None:
    with pytest.raises(ValueError, match=r"test-decline: no field \{iface\}"):
        rule_of(means="Look at {iface}.")
    with pytest.raises(ValueError, match=r"no field \{colour\}"):
        rule_of(title="{many} {colour}")


def test_every_kind_that_a_rule_speaks_of_is_in_a_grammar() -> None:
    known = {row.kind for table in vocabulary().tables.messages for row in table.alternatives}
    for rule in all_rules():
        assert rule.fold.kinds <= known, rule.id


def test_every_rule_that_is_blamed_is_there() -> None:
    ids = {rule.id for rule in all_rules()}
    for rule in all_rules():
        assert set(rule.symptom_of) <= {*ids, ANY_RULE}, rule.id
