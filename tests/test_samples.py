"""Samples are whole cases: each gives the report that is kept beside it, and what its story says."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MAKER = runpy.run_path(str(SAMPLES / "make-expected.py"))
CASES = [case.name for case in MAKER["cases"]()]


def report_of(case: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(MAKER["expected"](SAMPLES / case)["report"]))
    return made


@pytest.mark.parametrize("case", CASES)
def test_every_sample_gives_the_report_that_is_kept_beside_it(case: str) -> None:
    kept = json.loads((SAMPLES / case / "expected.json").read_text())
    assert json.loads(json.dumps(MAKER["expected"](SAMPLES / case))) == kept


def test_the_excerpt_alone_names_the_taps_reckons_the_rest_and_claims_no_more() -> None:
    report = report_of("euca4-excerpt")
    no_subnet = finding(report, "dhcpd-no-subnet")
    assert [entity["name"] for entity in no_subnet["entities"]] == ["vnet68", "vnet67"]
    assert (no_subnet["role"], no_subnet["at_least"]) == ("noise", True)
    assert finding(report, "rsyslog-rate-limit")["role"] == "noise"
    plugged = stage(report, "plugged")
    assert (plugged["reached"], plugged["how"]) == (94, "reckoned")
    assert "default limit" in plugged["why"]
    assert "without gaps" in plugged["why"]
    assert stage(report, "addressed")["how"] == "unknown"
    assert report["verdict"]["confidence"] in ("possible", "none")
    assert all(one["confidence"] == "possible" for one in report["incidents"])
    assert all(check["outcomes"] for one in report["incidents"] for check in one["confirm"])
    [hole] = report["coverage"]
    assert (hole["lost"], hole["to"], hole["pid"], hole["pid_inferred"]) == (None, None, "23662", True)


def test_the_story_with_its_documents_says_where_the_106_stopped_and_not_why() -> None:
    report = report_of("euca4-200-instances")
    launches = report["launches"]
    assert [launches[key] for key in ("requested", "running", "pending", "unexplained")] == [
        200,
        94,
        106,
        106,
    ]
    counts = {one["name"]: one for one in launches["counts"]}
    assert {name: one["value"] for name, one in counts.items()} == {
        "host entries": 94,
        "running": 94,
        "taps": 94,
    }
    assert {name for name, one in counts.items() if one["independent"]} == {"taps"}
    assert counts["taps"]["how"] == "reckoned"
    limits = {one["name"]: one for one in launches["limits"]}
    assert (limits["m1.small slots"]["value"], limits["m1.small slots"]["state"]) == (256, "spare")
    assert limits["disk, GB"]["state"] == "overcommitted"
    [incident] = report["incidents"]
    assert (incident["confidence"], incident["stage"], incident["why_beyond"]) == (
        "likely",
        "plugged",
        "not known",
    )
    assert incident["explains"] == {"instances": 0, "ids": []}
    assert len(incident["rivals"]) >= 3
    assert all(rival["confirm"] for rival in incident["rivals"])
    assert finding(report, "dhcpd-no-subnet")["role"] == "noise"
    assert report["verdict"]["confidence"] == "likely"
    assert report["sources"][0]["inferred"] == ["year:instances.txt", "zone:instances.txt"]
    assert finding(report, "dhcpd-no-subnet")["first"] == "2014-12-14T23:29:56+09:00"


def test_a_whole_log_with_its_conf_confirms_106_refused_without_a_host_entry() -> None:
    report = report_of("bridge-nolimit")
    [incident] = report["incidents"]
    assert (incident["confidence"], incident["status"]) == ("confirmed", "ongoing")
    assert incident["explains"]["instances"] == 106 == len(incident["explains"]["ids"])
    rows = {row["id"]: row for row in report["launches"]["instances"]}
    assert all(
        rows[name]["mac"].replace(":", "").endswith(name[2:]) for name in incident["explains"]["ids"]
    )
    assert sum(row["stage"] == "addressed" for row in rows.values()) == 94
    assert finding(report, "dhcpd-no-free-leases")["parts"] == [
        {"name": "has no host entry", "entity_count": 106}
    ]
    assert finding(report, "dhcpd-no-subnet")["role"] == "noise"
    assert finding(report, "dhcpd-no-subnet")["entity_count"] == 200


def test_a_cut_log_says_at_least_75_likely_106_and_which_hole_is_accounted_for() -> None:
    report = report_of("bridge-limit")
    refused = finding(report, "dhcpd-no-free-leases")
    assert (refused["entity_count"], refused["at_least"]) == (75, True)
    assert "at least 75" in report["verdict"]["text"]
    assert "LIKELY 106" in report["verdict"]["doubt"]
    assert [(hole["lost"], hole["accounted"]) for hole in report["coverage"]] == [
        (1215, True),
        (263, False),
    ]


def test_a_dhcpd_without_interface_serves_nobody_by_the_log_alone() -> None:
    report = report_of("nobridge-nolimit")
    assert (report["verdict"]["confidence"], report["incidents"][0]["category"]) == (
        "confirmed",
        "dhcp.server",
    )
    assert finding(report, "dhcpd-not-listening")["role"] == "cause"


def test_what_healed_is_over_and_says_since_when() -> None:
    report = report_of("healed")
    [incident] = report["incidents"]
    assert (incident["status"], report["verdict"]["status"]) == ("over", "over")
    assert incident["last"] == "2026-11-22T07:09:03"


@pytest.mark.parametrize("case", ["healthy-nolimit", "healthy-limit", "story-94"])
def test_healthy_samples_have_no_incident(case: str) -> None:
    report = report_of(case)
    assert report["incidents"] == []
    assert report["verdict"]["confidence"] == "none"


def finding(report: dict[str, Any], rule: str) -> dict[str, Any]:
    [found] = [one for one in report["findings"] if one["rule"] == rule]
    return dict(found)


def stage(report: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [one for one in report["launches"]["stages"] if one["stage"] == name]
    return dict(found)
