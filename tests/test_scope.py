"""Scopes: a report of one host or one instance says what the whole report says of it, and what it leaves out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command import logdiag

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
CAPTURES = SAMPLES / "captures"
STORY = SAMPLES / "euca4-200-instances"
HOSTS = ("pool-dry", "bridge-unserved", "silent-guest")
YEAR = ("--year", "2026")
Json = dict[str, Any]


@pytest.fixture(scope="module")
def three_hosts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three captures as logs of three hosts: two in trouble, each of its own sort, one not."""
    folder = tmp_path_factory.mktemp("hosts")
    for name in HOSTS:
        text = (CAPTURES / name / "messages").read_text("utf-8")
        (folder / f"{name}.log").write_text(
            re.sub(r"^(.{15}) nc01 ", rf"\1 {name} ", text, flags=re.MULTILINE)
        )
    return folder


def scan(folder: Path, *options: str) -> Json:
    run = logdiag("scan", "--format", "json", *YEAR, *options, ".", cwd=folder)
    assert run.status in (0, 1), run.err
    report: Json = json.loads(run.out)
    return report


def ids(rows: list[Json]) -> set[str]:
    return {row["id"] for row in rows}


@pytest.mark.parametrize("host", HOSTS)
def test_of_a_host_everything_is_said_that_the_whole_report_says_of_it(
    three_hosts: Path, host: str
) -> None:
    whole, part = scan(three_hosts), scan(three_hosts, "--host", host)
    for rows in ("incidents", "findings"):
        of_host = [row for row in whole[rows] if host in (row.get("hosts") or [row.get("host")])]
        assert part[rows] == of_host
    assert part["sources"] == whole["sources"]
    assert part["options"] == {**whole["options"], "host": host}


def test_the_verdict_is_that_of_what_is_left_and_says_what_is_not(three_hosts: Path) -> None:
    assert (
        scan(three_hosts, "--host", "bridge-unserved")["verdict"]["incident"]
        == "bridge-unserved@bridge-unserved"
    )
    fine = scan(three_hosts, "--host", "silent-guest")["verdict"]
    assert fine["incident"] is None
    assert "2 incidents elsewhere are left out" in fine["doubt"]
    page = logdiag("scan", *YEAR, "--host", "pool-dry", ".", cwd=three_hosts).out
    assert "Only what concerns pool-dry is shown; 1 incident elsewhere left out." in " ".join(page.split())


@pytest.mark.parametrize("host, left", [("*-*", 2), ("POOL-dry", 1), ("pool-*", 1), ("[sb]*", 1)])
def test_a_host_goes_by_its_name_in_any_case_or_by_a_glob(three_hosts: Path, host: str, left: int) -> None:
    assert len(scan(three_hosts, "--host", host)["incidents"]) == left


def test_a_host_of_which_nothing_was_read_is_a_mistake(three_hosts: Path) -> None:
    run = logdiag("scan", *YEAR, "--host", "nc09", ".", cwd=three_hosts)
    assert run.status == 2
    assert run.err.count("\n") == 1
    assert "bridge-unserved, pool-dry, silent-guest" in run.err


def test_the_only_host_there_is_gives_the_whole_report() -> None:
    whole, part = scan(STORY), scan(STORY, "--host", "euca4")
    assert {**part, "options": whole["options"]} == whole


@pytest.mark.parametrize("name", ["i-0134AD30", "I-0134ad30", "d0:0d:01:34:ad:30", "D0-0D-01-34-AD-30"])
def test_an_instance_goes_by_any_of_its_names(name: str) -> None:
    report = scan(STORY, "--instance", name)
    assert [row["id"] for row in report["launches"]["instances"]] == ["i-0134AD30"]
    assert report["launches"]["pending"] == report["launches"]["total"] == 1
    assert ids(report["incidents"]) == ids(scan(STORY)["incidents"])


def test_an_instance_that_runs_has_nothing_to_do_with_those_that_wait() -> None:
    report = scan(STORY, "--instance", "10.1.0.12")
    assert report["incidents"] == []
    assert "running" in report["verdict"]["text"]
    assert "1 incident elsewhere is left out" in report["verdict"]["doubt"]


def test_an_instance_that_only_a_finding_names_is_known(three_hosts: Path) -> None:
    report = scan(three_hosts, "--instance", "52:54:00:94:00:04")
    assert ids(report["incidents"]) == {"no-free-lease@pool-dry"}
    assert {row["rule"] for row in report["findings"]} == {"dhcpd-no-free-leases"}


def test_an_instance_that_nothing_tells_of_is_a_mistake() -> None:
    run = logdiag("scan", "--instance", "i-00000000", ".", cwd=STORY)
    assert (run.status, run.out) == (2, "")
    assert "logdiag why i-00000000" in run.err


def test_the_exit_status_goes_by_what_is_left(three_hosts: Path) -> None:
    for host, status in (("pool-dry", 1), ("silent-guest", 0)):
        run = logdiag("scan", *YEAR, "--fail-on", "warning", "--host", host, ".", cwd=three_hosts)
        assert run.status == status
