"""The benchmarks: logs whose truth is true, tools held to it, memory that is really summed, a page that is current."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from cases import report_on

from benchmarks import page, truth
from benchmarks.amplify import RECIPES, write_log
from benchmarks.bars import bars_of
from benchmarks.charts import charts_of
from benchmarks.experiments import Trial
from benchmarks.inputs import Log, made, short
from benchmarks.installation import installation
from benchmarks.limits import decode, split
from benchmarks.measure import timed, watched
from benchmarks.peers import lnav, ripgrep, sec
from benchmarks.peers.logdiag import logdiag
from benchmarks.peers.tool import Answer, Tool, no_faults
from benchmarks.questions import QUESTIONS, made_up
from benchmarks.repeat import repeat, restamp, vectors
from benchmarks.results import RESULTS, Figure, Results, loaded, ratios, saved
from benchmarks.sizes import named, size_of
from benchmarks.trial import tried
from benchmarks.truth import Told, Truth, wrong_counts, wrong_report
from logdiag.report.as_json import render_json

ROOT = Path(__file__).resolve().parents[1]
SIZE = 400 << 10
KIB, MEBIBYTE = 1 << 10, 1 << 20

_TRADITIONAL = re.compile(r"[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} (nc0[1-4]) ([a-z-]+)(?:\[[0-9]+\])?: (.*)")


def texts(log: Path) -> Iterator[tuple[str, str]]:
    """Host and message of every line, read without the code that wrote it."""
    for line in log.read_text("ascii").splitlines():
        if line.startswith("{"):
            entry = json.loads(line)
            yield entry["_HOSTNAME"], entry["MESSAGE"]
        else:
            found = _TRADITIONAL.fullmatch(line)
            assert found, line
            yield found[1], found[3]


def recounted(log: Path) -> tuple[int, dict[str, int], dict[str, set[str]]]:
    """Lines; lines by kind; subjects by kind and host, as `kind@host`."""
    kinds: dict[str, int] = defaultdict(int)
    subjects: dict[str, set[str]] = defaultdict(set)
    lines = 0
    for host, text in texts(log):
        lines += 1
        for question in QUESTIONS:
            found = re.search(question.pattern, text)
            if found:
                kinds[question.kind] += 1
                subjects[f"{question.kind}@{host}"].add(found[1] if found.groups() else "")
    return lines, dict(kinds), subjects


def held(log: Path) -> None:
    """Holds the truth beside a log to what stands in it."""
    told = truth.load(log)
    lines, kinds, subjects = recounted(log)
    assert (told.lines, told.bytes) == (lines, log.stat().st_size)
    assert {kind: told.kinds.get(kind, 0) for kind in kinds} == kinds
    for kind, rule in (
        ("dhcpd.no_subnet", "dhcpd-no-subnet"),
        ("dhcpd.no_free_leases", "dhcpd-no-free-leases"),
    ):
        for host, one in told.findings.get(rule, {}).items():
            assert one.subjects == len(subjects[f"{kind}@{host}"])
        assert sum(one.count for one in told.findings.get(rule, {}).values()) == kinds.get(kind, 0)


@pytest.mark.parametrize(
    ("recipe", "form"), [*((recipe, "traditional") for recipe in sorted(RECIPES)), ("dense", "journal")]
)
def test_the_truth_beside_a_log_is_what_stands_in_it(recipe: str, form: str, tmp_path: Path) -> None:
    write_log(tmp_path / "log", RECIPES[recipe], SIZE, form)
    held(tmp_path / "log")


def test_hot_lines_between_those_of_interest_are_counted_too(tmp_path: Path) -> None:
    write_log(tmp_path / "log", replace(RECIPES["dense"], every_20th="renewals"), SIZE)
    held(tmp_path / "log")


def test_the_same_recipe_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_log(tmp_path / name, RECIPES["mixed"], SIZE)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize(("recipe", "share"), [("mixed", 0.1), ("dense", 0.9)])
def test_a_log_has_the_share_of_interest_that_was_asked_for(
    recipe: str, share: float, tmp_path: Path
) -> None:
    made = write_log(tmp_path / "log", RECIPES[recipe], 2 * MEBIBYTE)
    assert made.relevant / made.lines == pytest.approx(share, rel=0.1)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [("ports", "entered (blocking|forwarding|disabled|.*) state"), ("renewals", "DHCP")],
)
def test_a_hot_kind_is_every_twentieth_line(recipe: str, words: str, tmp_path: Path) -> None:
    write_log(tmp_path / "log", RECIPES[recipe], 2 * MEBIBYTE)
    lines = [text for _, text in texts(tmp_path / "log")]
    hot = sum(bool(re.search(words, line)) for line in lines)
    assert hot / len(lines) == pytest.approx(0.05, abs=0.02)


def test_a_log_of_many_macs_names_as_many_as_were_asked_for(tmp_path: Path) -> None:
    write_log(tmp_path / "log", RECIPES["macs"], 0, macs=700)
    macs = set(re.findall("d0:0d:[0-9a-f:]{11}", (tmp_path / "log").read_text("ascii")))
    assert 700 <= len(macs) < 740
    assert len(macs) == truth.load(tmp_path / "log").macs


@pytest.mark.parametrize("recipe", ["sparse", "dense", "ports"])
def test_logdiag_counts_what_the_truth_says(recipe: str, tmp_path: Path) -> None:
    made = write_log(tmp_path / "log", RECIPES[recipe], SIZE)
    assert wrong_report(json.loads(render_json(report_on(tmp_path / "log"))), made) == []


def test_the_truth_about_the_fifteen_lines_is_what_logdiag_finds() -> None:
    log = short()
    assert wrong_report(json.loads(render_json(report_on(log.path))), log.truth) == []


REPORT: dict[str, Any] = {
    "sources": [{"lines": 7}],
    "incidents": [],
    "findings": [
        {"rule": "dhcpd-no-subnet", "host": "nc01", "count": 3, "entity_count": 2, "at_least": False},
    ],
}
TRUTH = Truth(bytes=700, lines=7, relevant=3, findings={"dhcpd-no-subnet": {"nc01": Told(3, 2)}})


def with_told(count: int, subjects: int, host: str = "nc01") -> Truth:
    return replace(TRUTH, findings={"dhcpd-no-subnet": {host: Told(count, subjects)}})


@pytest.mark.parametrize(
    ("known", "fault"),
    [
        (TRUTH, None),
        (replace(TRUTH, lines=8), "lines: counts 7, the log holds 8"),
        (with_told(4, 2), "counts 3 lines, the log holds 4"),
        (with_told(3, 3), "counts 2 subjects, the log holds 3"),
        (with_told(3, 2, host="nc02"), "not found, the log holds 3"),
        (with_told(300_000, 250_000), "counts 3 lines, the log holds 300000"),
    ],
)
def test_a_report_that_differs_from_the_truth_is_refused_in_words(known: Truth, fault: str | None) -> None:
    faults = wrong_report(REPORT, known)
    assert (faults == []) if fault is None else (fault in faults[0])


def test_beyond_what_a_rule_keeps_a_count_may_be_less_if_it_says_so() -> None:
    over = {**REPORT["findings"][0], "at_least": True}
    assert wrong_report({**REPORT, "findings": [over]}, with_told(300_000, 250_000)) == []


def test_an_incident_in_ordinary_server_logs_is_a_fault() -> None:
    known = replace(TRUTH, findings={}, kinds={})
    made_up = {"id": "made-up", "category": "hypervisor"}
    assert wrong_report({**REPORT, "incidents": [made_up]}, known) != []
    assert wrong_report(REPORT, known) == []


def test_in_a_made_log_the_errors_of_libvirt_are_real_and_an_incident_of_dhcp_is_a_fault() -> None:
    known = replace(TRUTH, findings={}, kinds={"libvirtd.error": 3})
    incident = {"id": "made-up", "category": "hypervisor"}
    assert wrong_report({**REPORT, "incidents": [incident]}, known) == []
    assert wrong_report({**REPORT, "incidents": [{**incident, "category": "dhcp.pool"}]}, known) != []


def test_counts_are_held_to_kinds_and_lines() -> None:
    known = replace(TRUTH, kinds={"dhcpd.ack": 4})
    assert wrong_counts({"dhcpd.ack": 4, "lines": 7, "dhcpd.nak": 0}, known) == []
    assert len(wrong_counts({"dhcpd.ack": 3, "lines": 6, "dhcpd.nak": 1}, known)) == 3


def test_ten_copies_of_a_log_go_on_in_time_and_say_the_same_ten_times(tmp_path: Path) -> None:
    write_log(tmp_path / "log", replace(RECIPES["mixed"], pace=1), SIZE)  # a pace at which days go by
    repeat(tmp_path / "log", tmp_path / "ten", 10, block_size=999)
    held(tmp_path / "ten")
    stamps = [line[:6] for line in (tmp_path / "ten").read_text("ascii").splitlines()]
    assert stamps == sorted(stamps, key=lambda stamp: ("Mar Apr May".index(stamp[:3]), stamp))
    assert len(set(stamps)) % 10 == 0


def test_foreign_lines_are_restamped_and_say_what_they_said(tmp_path: Path) -> None:
    lines = ["Jun 14 15:16:01 combo sshd[7]: one", "Jun 15 04:06:18 combo su: two", "no stamp"]
    told = restamp(lines, tmp_path / "log", 10_000)
    written = (tmp_path / "log").read_text().splitlines()
    assert {line[15:] for line in written} == {line[15:] for line in lines[:2]}
    assert written == sorted(written, key=lambda line: line[:15])
    assert (told.lines, told.bytes) == (len(written), (tmp_path / "log").stat().st_size)


def test_vectors_are_read_by_family_and_in_order(tmp_path: Path) -> None:
    rows = [{"id": f"set-{name}", "line": name} for name in ("One-1", "Other-1", "One-2", "Oneself-1")]
    (tmp_path / "rows").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert vectors(tmp_path / "rows", "set-One") == ["One-1", "One-2"]
    with pytest.raises(ValueError, match="none of these lines"):
        restamp([], tmp_path / "log", 100)


def test_a_log_that_was_not_finished_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "dense-400KiB").write_text("half of it")
    log = made(tmp_path, "dense", SIZE)
    assert log.path.stat().st_size == log.truth.bytes >= SIZE


def test_memory_is_the_sum_over_a_process_and_all_below_it() -> None:
    hold = "import time; held = bytearray(40 << 20); time.sleep(0.5)"
    child = f"subprocess.Popen([sys.executable, '-c', {hold!r}])"
    fork = f"import subprocess, sys; [one.wait() for one in ({child}, {child})]"
    run = watched([sys.executable, "-c", fork])
    assert run.peak is not None
    assert 80 * KIB <= run.peak < 160 * KIB


def test_a_run_tells_its_time_its_status_and_what_it_printed() -> None:
    run = timed([sys.executable, "-c", "import time; time.sleep(0.2); print('said'); raise SystemExit(3)"])
    assert run.answer == Answer(3, b"said\n")
    assert 0.2 <= run.seconds < 5
    assert run.cpu < run.seconds


def telling(
    text: str, faults: Callable[[Answer, Truth], list[str]] = no_faults, name: str = "teller"
) -> Tool:
    return Tool(name, lambda _: [sys.executable, "-c", f"print({text!r})"], faults, (), "")


@pytest.fixture
def log(tmp_path: Path) -> Log:
    (tmp_path / "log").write_text("a line\n")
    return Log("log", tmp_path / "log", TRUTH)


def test_a_tool_that_counts_wrongly_has_no_figure(log: Log) -> None:
    liar = telling("5", lambda answer, known: wrong_counts({"lines": int(answer.out)}, known), "liar")
    said: list[str] = []
    right, wrong = tried(Trial("size", log, (telling(""), liar)), 2, 9.0, said.append)
    assert len(right.seconds) == 2
    assert wrong.seconds == ()
    assert wrong.faults == ("lines: counts 5, the log holds 7",)
    assert any("liar on log is wrong" in line for line in said)


def test_a_slow_tool_runs_once(log: Log) -> None:
    (figure,) = tried(Trial("size", log, (telling(""),)), 5, 0.0, lambda _: None)
    assert len(figure.seconds) == 1


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return made(tmp_path_factory.mktemp("logs"), "dense", SIZE)


PEERS: tuple[Callable[[Path], Tool], ...] = (
    lambda folder: ripgrep.one_literal(),
    lambda folder: lnav.load(),
    lambda folder: lnav.questions(QUESTIONS + made_up(3)),
    lambda folder: sec.sec(QUESTIONS + made_up(3), folder),
    lambda folder: logdiag(),
)


@pytest.mark.parametrize("peer", PEERS, ids=["rg", "lnav", "lnav-rules", "sec", "logdiag"])
def test_every_peer_counts_right_and_is_caught_when_the_truth_is_another(
    peer: Callable[[Path], Tool], dense: Log, tmp_path: Path
) -> None:
    tool = peer(tmp_path)
    if not shutil.which(tool.version[0]):
        pytest.skip(f"{tool.version[0]} is not installed: {tool.install}")
    answer = timed(tool.command(dense.path)).answer
    assert tool.faults(answer, dense.truth) == []
    other = replace(
        dense.truth,
        lines=dense.truth.lines + 1,
        kinds={kind: n + 1 for kind, n in dense.truth.kinds.items()},
    )
    assert tool.faults(answer, other)
    assert tool.faults(Answer(1, b""), dense.truth)


def test_limits_read_the_whole_log(dense: Log, tmp_path: Path) -> None:
    assert split(dense.path) == 4
    journal = tmp_path / "journal"
    told = write_log(journal, RECIPES["mixed"], SIZE, "journal")
    assert decode(journal) == told.lines


def test_made_up_messages_differ_and_are_in_no_log(dense: Log) -> None:
    words = {question.words[0] for question in made_up(500)}
    text = dense.path.read_text("ascii")
    assert len(words) == 500
    assert not any(word in text for word in words)


def test_an_installation_with_more_rules_finds_what_they_look_for(tmp_path: Path) -> None:
    place = installation(tmp_path, 3)
    log = tmp_path / "messages"
    heads = [question.words[0] for question in made_up(3)]
    log.write_text("".join(f"Nov 22 06:11:32 nc01 madeupd[7]: {head}7\n" for head in heads))
    ran = subprocess.run(logdiag(place=place).command(log), capture_output=True, check=False)
    found = [one["rule"] for one in json.loads(ran.stdout)["findings"]]
    assert found == ["made-up-0000", "made-up-0001", "made-up-0002"]


FIGURE = Figure("size", "sparse-1GiB", "logdiag", 1 << 30, 10, 0.001, 0, (2.0, 3.0, 4.0), 2.5, 2048)
RUN = Results(
    date="2026-11-22",
    machine="2 cores",
    sizes=(1 << 30,),
    rounds=3,
    quick=False,
    versions={"logdiag": "1.0"},
    absent={"SEC": "apt-get install sec"},
    left_out=("Linux: not at hand",),
    figures=(
        FIGURE,
        replace(FIGURE, tool=ripgrep.ONE, seconds=(1.0, 1.0, 1.0)),
        replace(FIGURE, tool=ripgrep.ALL, seconds=(5.0, 5.0, 5.0)),
        replace(FIGURE, tool="a | liar", seconds=(), faults=("lines: counts 5",)),
        replace(FIGURE, experiment="macs", log="macs-9", peak=300 << 10),
    ),
)


def test_results_are_read_as_they_were_written() -> None:
    assert loaded(saved(RUN)) == RUN


def test_ratios_are_of_the_same_round_and_one_run_stands_for_all() -> None:
    one = replace(FIGURE, seconds=(2.0,))
    assert ratios(FIGURE, replace(FIGURE, seconds=(1.0, 2.0, 4.0))) == (2.0, 1.5, 1.0)
    assert ratios(FIGURE, one) == (1.0, 1.5, 2.0)


def test_a_bar_is_held_to_the_median() -> None:
    bars = {bar.key: bar for bar in bars_of(RUN)}
    assert bars["sparse-one"].values == (2.0, 3.0, 4.0)
    assert bars["sparse-one"].holds
    assert bars["sparse-all-1 GiB"].holds
    assert not bars["memory-macs"].holds


def test_the_page_tells_what_was_missed_and_why_and_what_was_not_run() -> None:
    text = page.text_of(RUN, {"memory-macs": "the sets are whole"}, ())
    assert "**missed**: the sets are whole" in text
    assert "no figure: lines: counts 5" in text
    assert "`apt-get install sec`" in text
    assert "Linux: not at hand" in text
    assert len({line.count("|") for line in text.splitlines() if line.startswith("| sparse-1GiB")}) == 1


def test_pictures_are_whole_and_name_every_tool() -> None:
    pictures = charts_of(RUN)
    assert list(pictures) == ["performance-size.svg"]
    for picture in pictures.values():
        words = {element.text for element in ElementTree.fromstring(picture).iter() if element.text}  # noqa: S314  # our own
        assert {"logdiag", ripgrep.ONE, ripgrep.ALL, "seconds", "size of the log", "1 GiB"} <= words
        places = re.findall(r'c[xy]="([0-9.-]+)"', picture)
        assert places
        assert all(0 < float(place) < 940 for place in places)


@pytest.mark.skipif(not RESULTS.is_file(), reason="no run of the benchmarks is recorded yet")
def test_the_page_and_its_pictures_are_what_the_results_say(tmp_path: Path) -> None:
    results = loaded(RESULTS.read_text("ascii"))
    written = page.write(results, tmp_path)
    for path in (written, *tmp_path.glob("*.svg")):
        assert (ROOT / "docs" / path.name).read_text("utf-8") == path.read_text("utf-8")
    assert not results.quick, "results.json is of a whole run"


@pytest.mark.skipif(not RESULTS.is_file(), reason="no run of the benchmarks is recorded yet")
def test_every_missed_bar_has_a_reason() -> None:
    reasons = json.loads(page.REASONS.read_text("ascii"))
    missed = {bar.key for bar in bars_of(loaded(RESULTS.read_text("ascii"))) if not bar.holds}
    assert missed <= set(reasons)


@pytest.mark.parametrize(
    ("text", "size"), [("512", 512), ("64K", 65_536), ("1.5M", 1_572_864), ("2G", 1 << 31)]
)
def test_sizes_are_read_as_people_write_them(text: str, size: int) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize(
    ("size", "text"), [(10 << 20, "10 MiB"), (1 << 30, "1 GiB"), (1_600_000, "1.5 MiB")]
)
def test_sizes_are_written_short(size: int, text: str) -> None:
    assert named(size) == text
