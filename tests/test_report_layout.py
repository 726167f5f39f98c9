"""What goes when room is short, and how pictures and commands are laid out in the room there is."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from logdiag.report.commands import command_lines
from logdiag.report.layout import Block, Goes, Line, Section, block, cut_middle, fit, hang, pack, paint
from logdiag.report.picture import picture_lines
from logdiag.report.values import Bar, Picture, Table

SECTIONS = st.lists(
    st.builds(
        Section,
        st.lists(
            st.builds(
                lambda size, goes, under: block(["line"] * size, goes, under=under),
                st.integers(1, 3),
                st.one_of(st.just(Goes.NEVER), st.sampled_from(Goes)),
                st.booleans(),
            ),
            max_size=4,
        ).map(tuple),
        st.sampled_from(["", "TITLE"]),
        st.booleans(),
    ),
    max_size=5,
)
LONG_TEXTS = st.lists(
    st.sampled_from(["vnet67", "NOT KNOWN", "a", "no free leases", "/var/log/eucalyptus/nc.log", "x" * 70]),
    min_size=4,
    max_size=40,
).map(" ".join)
ONE_LINE_BLOCKS = st.lists(st.sampled_from(Goes), min_size=1, max_size=12)


def numbered(sections: list[Section]) -> list[Section]:
    """The same sections, each line of text with a number of its own."""
    count = iter(range(10_000))
    return [
        section._replace(
            blocks=tuple(
                piece._replace(lines=tuple(Line(f"line {next(count)}") for _ in piece.lines))
                for piece in section.blocks
            )
        )
        for section in sections
    ]


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines if line.text.startswith("line")]


@given(SECTIONS, st.integers(0, 40))
def test_a_folded_page_is_the_whole_page_with_lines_left_out(sections: list[Section], rows: int) -> None:
    page = numbered(sections)
    whole, shown = (
        texts(fit(page, None, 80)),
        [text.partition("  (")[0] for text in texts(fit(page, rows, 80))],
    )
    assert shown == [text for text in whole if text in set(shown)]


@given(SECTIONS, st.integers(0, 40))
def test_a_page_fits_unless_all_that_may_go_has_gone(sections: list[Section], rows: int) -> None:
    page = numbered(sections)
    shown = fit(page, rows, 80)
    if len(shown) > rows:
        left = {text.partition("  (")[0] for text in texts(shown)}
        may_go = [
            line.text
            for section in page
            for piece in section.blocks
            if piece.goes is not Goes.NEVER
            for line in piece.lines
        ]
        assert left.isdisjoint(may_go)


@given(ONE_LINE_BLOCKS, st.integers(2, 12))
@example([Goes.EVIDENCE, Goes.FOOTER, Goes.NORMAL], 2)
def test_what_is_shown_is_needed_more_than_what_is_folded(order: list[Goes], rows: int) -> None:
    page = [Section(tuple(Block((Line(f"line {n}"),), goes) for n, goes in enumerate(order)), apart=False)]
    shown = {text.partition("  (")[0] for text in texts(fit(page, rows, 80))}
    goes = {f"line {n}": each for n, each in enumerate(order)}
    folded = [goes[text] for text in goes if text not in shown]
    assert not folded or max(folded) <= min((goes[text] for text in shown), default=Goes.NEVER)


@given(SECTIONS, st.integers(0, 40))
def test_what_may_never_go_is_on_any_screen(sections: list[Section], rows: int) -> None:
    page = numbered(sections)
    shown = {text.partition("  (")[0] for text in texts(fit(page, rows, 80))}
    for section in page:
        stays = [piece for piece in section.blocks if piece.goes is Goes.NEVER and not piece.under]
        assert {line.text for piece in stays for line in piece.lines} <= shown


def test_what_went_early_comes_back_where_there_is_room_after_all() -> None:
    page = [
        Section(
            (block(["answer"]), block(["note"], Goes.NOTE), block(["claim"] * 5, Goes.AGAINST)), apart=False
        ),
        Section((block(["footer"], Goes.FOOTER),)),
    ]
    assert [line.text for line in fit(page, 3, 80)] == ["answer", "note  (6 lines folded, -v)"]
    assert [line.text for line in fit(page, 5, 80)] == [
        "answer",
        "note",
        "",
        "footer  (5 lines folded, -v)",
    ]


def test_the_order_of_going_is_that_of_the_screen_rules() -> None:
    first_to_go = [
        Goes.FOOTER,
        Goes.NORMAL,
        Goes.RIVAL_BEYOND_TWO,
        Goes.SECOND_EVIDENCE,
        Goes.HOLE_BEYOND_ONE,
    ]
    assert sorted(first_to_go) == first_to_go
    assert max(first_to_go) < min(set(Goes) - {*first_to_go, Goes.NOT_SEEN})


def test_evidence_goes_with_its_claim_and_a_title_with_its_last_block() -> None:
    claim = block(["claim"], Goes.CLAIM_BEYOND_ONE)
    evidence = block(["evidence"], Goes.NEVER, under=True)
    page = [Section((block(["answer"]),), apart=False), Section((claim, evidence), title="WHY")]
    assert [line.text for line in fit(page, 1, 80)] == ["answer  (3 lines folded, -v)"]


@given(LONG_TEXTS, st.integers(0, 120))
def test_a_cut_keeps_to_the_width_and_keeps_the_end(text: str, width: int) -> None:
    cut = cut_middle(text, width)
    assert len(cut) <= width or cut == text[len(text) - width :]
    assert cut.endswith(text[-(width // 6) :] if width // 6 and len(text) > 0 else "")


@given(LONG_TEXTS, st.integers(20, 100))
def test_wrapped_lines_keep_to_the_width_and_never_part_not_known(text: str, width: int) -> None:
    lines = hang("  for      ", text, width)
    assert all(len(line) <= width for line in lines)
    assert not any(line.split()[-1:] == ["NOT"] for line in lines)


def test_sentences_are_packed_whole() -> None:
    assert pack(["One two.", "Three four.", "Five."], 20) == ["One two. Three four.", "Five."]


@pytest.mark.parametrize(
    "command",
    [
        "virsh -r list | grep -c running",
        "euca-describe-instances > instances.txt; logdiag scan messages instances.txt /var/run/euca-dhcp.conf",
        "grep -E ' (ERROR|FATAL) of a very long pattern that must stay in one piece ' nc.log | tail -20",
        'echo "a \\" b c" \'d e\' f\\ g h i j k l m n o p q r s t u v w x y z',
    ],
)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_long_command_goes_on_after_a_backslash_and_stays_the_same_command(
    command: str, width: int
) -> None:
    lines = command_lines(command, width)
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert shlex.split("\n".join(lines).replace(" \\\n", " ")) == shlex.split(command)
    assert len(lines[0]) - len(lines[0].lstrip()) == 4
    assert all(len(line) <= width or len(shlex.split(line.rstrip("\\"))) == 1 for line in lines)


def test_bars_are_to_scale_and_unknown_is_no_bar() -> None:
    bars = (Bar("requested", "200", 200), Bar("plugged", "about 94", 94), Bar("addressed", "?", None))
    lines = picture_lines(Picture(bars=(*bars, Bar("usable", "1", 1), Bar("failed", "0", 0))), 80)[0]
    assert [line.count("#") for line in lines] == [40, 18, 0, 1, 0]
    assert lines[1].startswith("  plugged  about 94 ###")


@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_picture_keeps_to_the_width_by_cutting_names_and_notes_not_numbers(width: int) -> None:
    long = "scheduled, prepared, defined and whatever else a stage may once be called"
    bars = Picture(bars=(Bar(long, "about 94", 94, long), Bar("running", "200", 200, long)))
    table = Picture(table=Table((long, "has a host entry", "has none"), ((long, "50", "0"),), long))
    for picture, number in ((bars, "about 94"), (table, "50")):
        lines = [line for group in picture_lines(picture, width) for line in group]
        assert max(map(len, lines)) <= width
        assert any(number in line for line in lines)


def test_an_empty_picture_is_no_lines() -> None:
    assert picture_lines(Picture(), 80) == []
    assert picture_lines(Picture(table=Table((), ())), 80) == []


def test_facts_stay_on_one_line_where_they_can() -> None:
    facts = ("asked 200", "got one 200", "refused 0")
    assert picture_lines(Picture(facts=facts), 80) == [["  asked 200    got one 200    refused 0"]]
    assert picture_lines(Picture(facts=facts), 36) == [["  asked 200  got one 200  refused 0"]]


def test_dim_evidence_is_dim_from_its_first_letter_on() -> None:
    assert (
        paint(Line("    messages:1  LIKELY", "evidence"), colour=True)
        == "    \x1b[2mmessages:1  LIKELY\x1b[0m"
    )
