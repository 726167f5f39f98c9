"""The short forms: `--brief`, and the page of one instance."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_examples import HEALTHY, NO_BRIDGE, REPORTS, STORY, WHY, with_text_everywhere

from logdiag.report.brief import render_brief
from logdiag.report.story import render_story
from logdiag.report.values import Evidence


def test_brief_is_the_short_verdict_with_the_first_command_beside_it() -> None:
    assert render_brief(STORY) == (
        "euca4: 106 of 200 instances did not start; stopped before a machine was made. LIKELY.\n"
        "Why not known (nc.log missing). Next: virsh -r list | grep -c running\n"
    )


@pytest.mark.parametrize("name", REPORTS)
def test_brief_is_two_lines_and_a_command_at_most(name: str) -> None:
    report = REPORTS[name]
    lines = render_brief(report).splitlines()
    assert 1 <= len(lines) <= (3 if report.incidents else 2)
    assert all(f"Next: {incident.checks[0].command}" in lines[-1] for incident in report.incidents)


def test_brief_of_a_healthy_host_has_no_command() -> None:
    assert "Next:" not in render_brief(HEALTHY)


def test_brief_does_not_name_the_command_twice() -> None:
    said = NO_BRIDGE.verdict._replace(brief=("nc01: dhcpd is down.", "Next: pgrep -lf dhcpd"))
    assert render_brief(replace(NO_BRIDGE, verdict=said)).count("Next:") == 1


@given(st.sampled_from(sorted(REPORTS)), st.text(max_size=300))
def test_brief_is_printable_ascii_whatever_the_log_says(name: str, text: str) -> None:
    assert re.fullmatch(r"(?:[ -~]+\n){1,3}", render_brief(with_text_everywhere(REPORTS[name], text)))


def test_a_story_has_its_verdict_its_facts_and_its_lines_with_their_times() -> None:
    shown = render_story(WHY, columns=100, colour=False)
    assert shown.startswith("i-cc3b22f8 was refused an address")
    assert "\n  mac d0:0d:cc:3b:22:f8\n" in shown
    assert "WHAT HAPPENED (1 of 2 lines)\n    messages:405  Nov 22 06:01:41 dhcpd[24859]: " in shown
    assert "Part of incident dhcp-no-entry@nc01." in shown


def test_a_story_of_nothing_says_so_in_its_verdict() -> None:
    empty = WHY._replace(verdict="not named in any of the 2 files.", facts=(), events=(), total_events=0)
    shown = render_story(empty._replace(incident=None), columns=80, colour=False)
    assert shown.startswith("i-cc3b22f8: not named in any of the 2 files.\n")
    assert "WHAT HAPPENED" not in shown


@given(st.text(max_size=80), st.sampled_from([1, 40, 80, 100]))
def test_a_story_is_printable_ascii_and_keeps_to_the_width(text: str, columns: int) -> None:
    story = with_text_everywhere(WHY._replace(events=(*WHY.events, Evidence("a" * 90, 1, "b" * 300))), text)
    lines = render_story(story, columns=columns, colour=False).split("\n")
    assert all(re.fullmatch("[ -~]*", line) and len(line) <= max(columns, 40) for line in lines)
