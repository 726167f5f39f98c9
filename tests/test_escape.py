"""Whatever a log holds, each medium gets only what is harmless in it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from logdiag.report.escape import code, fence, json_text, markdown, markdown_cell, terminal

# What hurts somewhere is drawn far more often than chance would, and next to each other.
FRAGMENTS = [
    *"`*_\\<>[](){}|@#&~^$!%-+=.: \t\n\r\x00\x1b\x7f\x85\x9b\u2028\u202e\u200b\udcff0a",
    *[
        "<script>alert(1)</script>",
        "</details>",
        "<!--",
        "&lt;",
        "```",
        "````",
        "@root",
        "#123",
        "!7",
        "%4",
    ],
    *["https://evil.example/x", "www.evil.example", "a@b.example", "GH-12", "$x$", "\\|", "| a | b |"],
    *["[click](https://evil.example)", "![x](y)", "**bold**", "_em_", "~~gone~~", "- ", "1. ", "# title"],
    *["vnet67", " ", " "],
]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.characters()), max_size=10).map("".join)
thorough = settings(max_examples=400, deadline=None)

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
REFERENCE = re.compile(r"[@#$&~^]\w|[!%]\w|://|www\.|GH-\d|[<>\[\]|]", re.IGNORECASE)


def tokens_of(page: str) -> list[Token]:
    """All tokens, blocks and their inline children."""
    return [inner for token in MARKDOWN.parse(page) for inner in (token, *(token.children or ()))]


@thorough
@given(TEXTS)
@example("\x1b]0;owned\x07 \x9b31m \u202e \u2028 \t")
def test_a_terminal_gets_printable_ascii_only(text: str) -> None:
    assert re.fullmatch("[ -~]*", terminal(text))


@pytest.mark.parametrize(
    "text, shown",
    [
        ("dhcpd: vnet67 (no IPv4 addresses).", "dhcpd: vnet67 (no IPv4 addresses)."),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\tb\nc\r", "a\\tb\\nc\\r"),
        ("caf\u00e9", "caf\\xe9"),
        ("\u202efdp.exe", "\\u{202e}fdp.exe"),
        ("\U0001f600", "\\u{1f600}"),
        (b"\xff\xfe".decode("utf-8", "surrogateescape"), "\\xff\\xfe"),
        ("\x00", "\\x00"),
    ],
)
def test_what_a_terminal_must_not_see_is_spelled_out(text: str, shown: str) -> None:
    assert terminal(text) == shown


@thorough
@given(TEXTS)
@example("a\\|b | c")
def test_markdown_makes_nothing_of_a_sentence_but_text_and_code(text: str) -> None:
    page = f"- {markdown(text)}\n"
    kinds = {token.type for token in tokens_of(page)}
    assert kinds <= {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "text",
        "code_inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }


@thorough
@given(TEXTS)
def test_outside_code_no_word_of_a_sentence_is_a_link_a_mention_or_a_reference(text: str) -> None:
    plain = [token.content for token in tokens_of(markdown(text)) if token.type == "text"]
    assert not any(REFERENCE.search(words) for words in plain)


@pytest.mark.parametrize(
    "word",
    [
        "https://evil.example/x",
        "www.evil.example",
        "@root",
        "(@root)",
        "#123",
        "nova#1",
        "!7",
        "%4",
        "GH-12",
        "a@b.c",
    ],
)
def test_a_word_that_a_tracker_would_link_is_code(word: str) -> None:
    page = markdown(f"seen {word}, then gone")
    plain = [token.content for token in tokens_of(page) if token.type == "text"]
    assert not any(REFERENCE.search(words) or "@" in words for words in plain)
    assert word.strip("()") in page


@thorough
@given(TEXTS)
def test_a_sentence_in_markdown_stays_on_one_line_without_control_characters(text: str) -> None:
    assert all(each.isprintable() for each in markdown(text))


@thorough
@given(TEXTS, TEXTS)
@example("a\\|b", "|")
def test_a_table_row_keeps_its_cells(left: str, right: str) -> None:
    page = f"| a | b |\n| --- | --- |\n| x{markdown_cell(left)} | x{markdown_cell(right)} |\n"
    assert [token.type for token in MARKDOWN.parse(page)].count("td_open") == 2
    assert "|" not in markdown_cell(left)


@thorough
@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(["```", "</details>", "````` x"])
def test_nothing_gets_out_of_a_fence(lines: list[str]) -> None:
    tokens = MARKDOWN.parse(f"{fence(lines)}\n\nafter")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert len(tokens[0].content.split("\n")) == len(lines) + 1


@thorough
@given(TEXTS)
def test_a_code_span_holds_all_of_its_text(text: str) -> None:
    kinds = [
        token.type for token in tokens_of(f"x {code(text)} x") if token.type in ("html_inline", "link_open")
    ]
    assert not kinds
    spans = [token.content for token in tokens_of(f"x {code(text)} x") if token.type == "code_inline"]
    assert len(spans) == (1 if text.strip(" ") else 0)


@thorough
@given(TEXTS)
def test_json_readers_without_lone_surrogates_can_read_it(text: str) -> None:
    json_text(text).encode("utf-8")
    assert json.loads(json.dumps(json_text(text))) == json_text(text)


def test_ordinary_words_of_a_report_are_left_as_they_are() -> None:
    said = (
        'None of the 106 has a host entry in euca-dhcp.conf: "pending" ends before DHCP (euca-dhcp.conf:6).'
    )
    assert markdown(said) == said
