"""The ticket: complete, and nothing in it that a log could have put there as markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from report_examples import BRIDGE_LIMIT, DAMAGED, HEALTHY, REPORTS, STORY, with_text_everywhere

from logdiag.report.markdown import render_markdown

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {"<details><summary>Evidence (", "</details>"}


def tokens_of(page: str) -> list[Token]:
    return [inner for token in MARKDOWN.parse(page) for inner in (token, *(token.children or ()))]


@pytest.mark.parametrize(
    "part",
    [
        "**106 of 200 instances did not start on euca4.",
        "(likely)**\n\n| | |\n| --- | --- |\n",
        "| What | 200 instances asked for, 94 run, 106 pending, 0 failed |",
        "| Where | euca4 |",
        "| Since | ",
        "| How sure | LIKELY; nc.log would prove it.",
        "| Still so? | not known |",
        "**Why we think so**\n\n1. None of the 106",
        "**What speaks against, or was not seen**\n\n- 94 entries",
        "- Hole in the log: from 23:29:56",
        "- Not the cause: ",
        "**Other explanations**\n\n- still copying images",
        "- [ ] `virsh -r list | grep -c running` on euca4: 94 or about 200?",
        "<details><summary>Evidence (2 of 15 lines)</summary>\n\n```text\nmessages:8   Dec 14 23:29:56 euca4 dhcpd:",
        "Search words: dhcpd-no-subnet.",
        "Fingerprint `launch-stops-before-plugged:nc`.",
        "Redacted: no.",
        "logdiag 0.1.0, rules a1b2c3d4.\n",
    ],
)
def test_a_ticket_holds_what_a_stranger_asks_first(part: str) -> None:
    assert part in render_markdown(STORY)


@pytest.mark.parametrize("name", REPORTS)
def test_a_ticket_is_never_empty_and_ends_with_one_newline(name: str) -> None:
    page = render_markdown(REPORTS[name])
    assert page.endswith(".\n")
    assert "\n\n\n" not in page


def test_a_ticket_without_incident_says_what_could_not_be_seen() -> None:
    page = render_markdown(HEALTHY)
    assert "Not seen: the stages before DHCP" in page
    assert "Please answer" not in page


def test_a_ticket_names_files_that_could_not_be_read() -> None:
    assert "Not read: old.gz: ends early after 3 lines" in render_markdown(DAMAGED)
    broken = replace(STORY, sources=DAMAGED.sources)
    assert "Not read: old.gz: ends early after 3 lines" in render_markdown(broken)


def test_a_ticket_names_the_other_incidents() -> None:
    both = replace(STORY, incidents=(*STORY.incidents, *BRIDGE_LIMIT.incidents))
    assert "**Also in these logs**\n\n- dhcpd refuses at least 75 instances" in render_markdown(both)


HOSTILE = st.one_of(
    st.text(
        st.one_of(st.sampled_from("`*_\\<>[](){}|@#&~!\n\r\t\x00\x1b\u2028 -"), st.characters()),
        max_size=30,
    ),
    st.sampled_from(
        ["</details><script>", "\n```\n# x", "|x|", "<b>", "[a](b)", "![a](b)", " @all #1", "\\|"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(REPORTS)), HOSTILE)
def test_the_only_html_and_the_only_structure_in_a_ticket_is_our_own(name: str, text: str) -> None:
    clean, hostile = (
        tokens_of(render_markdown(REPORTS[name])),
        tokens_of(render_markdown(with_text_everywhere(REPORTS[name], text))),
    )
    ignored = ("text", "code_inline")
    assert [token.type for token in hostile if token.type not in ignored] == [
        token.type for token in clean if token.type not in ignored
    ]
    html = [token.content for token in hostile if token.type.startswith("html")]
    assert all(any(each.startswith(ours) for ours in OURS) for each in html)
    said = [token.content.removeprefix("[ ] ") for token in hostile if token.type == "text"]
    assert not any(each in words for words in said for each in "@#<>|[]")
