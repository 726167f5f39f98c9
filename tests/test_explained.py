"""`logdiag explain`: why a rule fired, or which step it missed, with the line that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import NOW, SAMPLES, find, vocabulary
from command import logdiag
from own_rules import HEAD, failed, plugged, with_lines, written

from logdiag.correlate.explained import explanation_of
from logdiag.diagnose import Options
from logdiag.own.gathering import gathered
from logdiag.own.plugins import Plugged
from logdiag.pace import Pace
from logdiag.parse.vocabulary import load_vocabulary
from logdiag.report.explanation import render_explanation
from logdiag.report.values import Explanation
from logdiag.rules.library import all_rules

RULES = {rule.id: rule for rule in all_rules()}
LOG = SAMPLES / "bridge-nolimit" / "messages"


def explained(tmp_path: Path, text: str, log: str) -> Explanation:
    known = gathered([str(written(tmp_path / "rules", text))], Plugged())
    rule = next(one for one in known.rules if one.id == "rack-plug-failed")
    path = tmp_path / "messages"
    path.write_text(log, encoding="utf-8")
    words = load_vocabulary(own=known.grammars)
    return explanation_of(rule, find(path), Options(now=NOW), words, Pace(), known.rules)


def of_known(name: str, path: Path) -> Explanation:
    return explanation_of(RULES[name], find(path), Options(now=NOW), vocabulary(), Pace(), all_rules())


TIMED = ("fold: unanswered", "within: 5 s", "answers: [plugged]", "mended_by: [plugged]")
CASES = {
    # name: (lines of the rule, log, how the verdict begins, a step, its state, lines of its evidence)
    "fires": ((), failed(1), "rack-plug-failed fires: 1 tap on nc01", "incident rack-plug-failed@nc01", "held", (1,)),
    "nothing is there": (
        *((), f"{HEAD.format(1)}hello\n", "rack-plug-failed does not fire: none of its messages"),
        *("rackd said 1 line, none of them this", "missing", ()),
    ),
    "its program never spoke": (
        *((), "Nov 22 06:11:01 nc01 sshd[7]: hello\n", "rack-plug-failed does not fire"),
        *("not said; rackd never spoke", "missing", ()),
    ),
    "a condition": (
        *(("where: free < 1 GB",), plugged(1, "a") + failed(2)),
        "rack-plug-failed does not fire: its condition does not hold: free < 1 GB (free is 1.5 GB)",
        *("free < 1 GB (free is 1.5 GB)", "failed", (2,)),
    ),
    "too few": (
        *(("times: 3",), failed(1) + failed(2), "rack-plug-failed does not fire: 3 are asked for; 2 came"),
        *("3 are asked for; 2 came", "failed", ()),
    ),
    "too slow": (
        *(("fold: rate", "times: 3", "within: 10 s"), failed(1) + failed(20) + failed(40)),
        "rack-plug-failed does not fire: 3 within 10 s about one tap are asked for",
        *("at most 3 came", "failed", ()),
    ),
    "mended": (
        *((), failed(1) + plugged(5), "rack-plug-failed is heard and gives no alarm (noise)"),
        *("it is over", "failed", (2,)),
    ),
    "answered": (
        *(TIMED, failed(1) + plugged(3) + plugged(50, "other")),
        "rack-plug-failed does not fire: no answer within 5 s is asked for",
        *("no answer within 5 s", "failed", ()),
    ),
    "out of order": (
        *(("fold: sequence", "follows: [plugged]", "mended_by: [plugged]"), failed(1)),
        "rack-plug-failed does not fire: it counts only behind what comes before",
        *("what comes before", "failed", ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_step_that_held_or_failed_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    lines, log, verdict, text, state, evidence = CASES[name]
    rule = with_lines(*lines)
    if any(line.startswith("fold:") for line in lines):
        rule = rule.replace("mended_by: [plugged]\n", "")
    told = explained(tmp_path, rule, log)
    assert told.verdict.startswith(verdict)
    steps = [step for step in told.steps if text in step.text and step.state == state]
    assert steps, told
    assert tuple(one.line for one in steps[0].evidence) == evidence
    written_lines = log.splitlines()
    assert all(one.text == written_lines[one.line - 1] for step in told.steps for one in step.evidence)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_can_be_explained_where_it_is_silent(rule: object, tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_text("Nov 22 06:11:01 nc01 sshd[7]: hello\n")
    told = of_known(rule.id, path)  # type: ignore[attr-defined]
    assert told.verdict.endswith("does not fire: none of its messages is there.")
    assert any(step.state == "missing" and "never spoke" in step.text for step in told.steps)


def test_a_rule_that_is_explained_by_another_says_by_which() -> None:
    told = of_known("dhcpd-no-subnet", SAMPLES / "nobridge-nolimit")
    assert any(step.state == "noted" and "explained by" in step.text for step in told.steps)


def test_noise_is_told_as_noise() -> None:
    told = of_known("dhcpd-no-subnet", LOG)
    assert "gives no alarm (noise)" in told.verdict


def test_a_document_that_was_not_given_is_missing() -> None:
    told = of_known("dhcpd-no-free-leases", LOG)
    assert any(step.state == "missing" and "no dhcpd.conf was given" in step.text for step in told.steps)


def test_the_page_is_plain_whatever_the_log_holds(tmp_path: Path) -> None:
    told = explained(tmp_path, with_lines("where: free < 1 GB"), failed(1, "\x1b[31mred\x07"))
    page = render_explanation(told, columns=60)
    assert page.isascii()
    assert all(len(line) <= 60 and (not line or line.isprintable()) for line in page.splitlines())


def test_a_suppressed_finding_is_told(tmp_path: Path) -> None:
    (tmp_path / "messages").write_bytes(LOG.read_bytes())
    (tmp_path / "logdiag.toml").write_text(
        '[[suppress]]\nrule = "dhcpd-no-free-leases"\nreason = "ticket 4711"\nuntil = 2999-12-31\n'
    )
    ran = logdiag("explain", "dhcpd-no-free-leases", "messages", cwd=tmp_path)
    assert "suppressed by logdiag.toml: ticket 4711" in " ".join(ran.out.split())


def test_both_engines_explain_alike() -> None:
    auto, lark = (
        logdiag("explain", "dhcpd-no-free-leases", LOG, "--engine", engine) for engine in ("auto", "lark")
    )
    assert (auto.status, auto.out) == (0, lark.out)
