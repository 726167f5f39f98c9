"""Fold types: what a state holds depends on the union of its events alone, and is exact and bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence as Listed
from dataclasses import dataclass
from functools import reduce
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.correlate.gaps import Gap
from logdiag.correlate.notes import Drop, Notes, NotesState, notes_of
from logdiag.correlate.runs import Run, walk
from logdiag.correlate.speech import Names, Speech
from logdiag.event import At, Event, Position, after
from logdiag.rules.folds import (
    CELLS,
    EVIDENCE,
    SECOND,
    Cell,
    Fold,
    Key,
    Keyed,
    Rate,
    Seen,
    Sequence,
    Steps,
    Timeline,
    Unanswered,
)
from logdiag.rules.keyed import _hash

Placed = tuple[Event, Position]

ASKS, ANSWERS = frozenset({"ask"}), frozenset({"answer", "refusal"})
KEY = ("host", "mac")
FOLDS: dict[str, Fold[Any]] = {
    "Seen": Seen(ASKS | ANSWERS, KEY),
    "Rate": Rate(ASKS | ANSWERS, KEY, 5, 10),
    "Unanswered": Unanswered(ASKS, ANSWERS, KEY, 10),
    "Sequence": Sequence({"asked": ASKS, "spoken": ASKS | ANSWERS}, KEY),
}


def event(second: int, kind: str = "ask", key: str = "a", times: int = 1, micro: int = 0) -> Event:
    time = second * SECOND + micro
    return Event(kind, {"mac": key}, "nc01", "dhcpd", None, time, time, None, times, "")


def at(second: int, line: int, source: int = 0) -> At:
    return At(second * SECOND, source, 0, line, second * SECOND, None)


def events_from(seed: int, size: int, reach: int) -> list[Placed]:
    """Events of three sources, each with a line of its own; in any order, over `reach` seconds either way."""
    random = Random(seed)  # noqa: S311  # not for secrets
    return [
        (
            event(
                random.randint(-reach, reach),
                random.choice(("ask", "ask", "answer", "refusal")),
                random.choice("aaaaaaabc"),
                random.choice((1, 1, 1, 6)),
                random.randrange(SECOND),
            ),
            Position(random.randrange(3), 0, line),
        )
        for line in range(1, size + 1)
    ]


# Hypothesis draws short lists; a timeline needs more than 64 seconds of one key before it grows coarse.
placed_events = st.builds(
    events_from,
    st.integers(),
    st.sampled_from([0, 1, 3, 30, 150, 400]),
    st.sampled_from([1, 70, 5000, 10**9]),
)


def state_of(fold: Fold[Any], events: Listed[Placed]) -> Any:
    state = fold.start()
    for one, position in events:
        if one.kind in fold.kinds:
            fold.add(state, one, position)
    return state


def merged_at_random(fold: Fold[Any], events: Listed[Placed], seed: int) -> Any:
    """The events dealt out at random, each share folded by itself in any order, and the states merged at random."""
    random = Random(seed)  # noqa: S311  # not for secrets
    shares: list[list[Placed]] = [[] for _ in range(random.randrange(1, 8))]
    for one in random.sample(list(events), len(events)):
        random.choice(shares).append(one)
    states = [state_of(fold, share) for share in shares]
    while len(states) > 1:
        left = states.pop(random.randrange(len(states)))
        right = states.pop(random.randrange(len(states)))
        states.append(fold.merge(left, right))
    return states[0]


def dump(state: Any) -> Any:
    """All that a state holds, in an order of its own."""
    if isinstance(state, Keyed):
        return (state.over, [(key, dump(value)) for key, value in state.items()])
    if isinstance(state, Steps):
        return {step: dump(line) for step, line in sorted(state.lines.items())}
    if isinstance(state, Timeline):
        cells = [(bucket, dump(cell)) for bucket, cell in sorted(state.cells.items())]
        return (state.level, state.evidence, cells)
    assert isinstance(state, Cell)
    return (sorted(state.told.items()), state.evidence, state.count, state.first, state.last, state.end)


@pytest.mark.parametrize("name", FOLDS)
@given(events=placed_events, seed=st.integers())
@settings(max_examples=60, deadline=None)
def test_any_share_of_events_merged_in_any_order_is_the_same_state(
    name: str, events: list[Placed], seed: int
) -> None:
    fold = FOLDS[name]
    assert dump(merged_at_random(fold, events, seed)) == dump(state_of(fold, events))


@pytest.mark.parametrize("name", FOLDS)
@given(events=placed_events)
@settings(max_examples=20, deadline=None)
def test_the_state_of_no_events_changes_nothing(name: str, events: list[Placed]) -> None:
    fold = FOLDS[name]
    whole = dump(state_of(fold, events))
    assert dump(fold.merge(fold.start(), state_of(fold, events))) == whole
    assert dump(fold.merge(state_of(fold, events), fold.start())) == whole


# ---- caps


@dataclass(frozen=True)
class Few(Seen):
    """At most `cap` keys."""

    cap: int = 3

    def start(self) -> Keyed[Cell]:
        return Keyed(Cell, self.cap)


@given(
    events=st.lists(st.builds(event, st.integers(0, 9), key=st.sampled_from("abcdefghijklmnop"))),
    cap=st.integers(1, 6),
    seed=st.integers(),
)
@settings(max_examples=150, deadline=None)
def test_over_its_cap_the_keys_with_the_smallest_hashes_stay_and_are_counted_exactly(
    events: list[Event], cap: int, seed: int
) -> None:
    placed = [(one, Position(0, 0, line)) for line, one in enumerate(events, 1)]
    state = merged_at_random(Few(ASKS, KEY, cap), placed, seed)
    true: Counter[Key] = Counter(("nc01", one.fields["mac"]) for one in events)
    kept = sorted(sorted(true, key=_hash)[:cap])
    assert state.over == (len(true) > cap)
    assert [(key, cell.count) for key, cell in state.items()] == [(key, true[key]) for key in kept]


@pytest.mark.parametrize("keys, over", [("abc", False), ("abcd", True), ("abcdefghi", True)])
def test_a_fold_knows_that_it_is_over_its_cap_before_and_after_it_is_trimmed_and_merged(
    keys: str, over: bool
) -> None:
    fold = Few(ASKS, KEY, 3)
    state = state_of(fold, [(event(0, key=key), Position(0, 0, 1)) for key in keys])
    assert state.over == over
    state.trim()
    assert state.over == over
    assert fold.merge(fold.start(), state).over == over


@given(size=st.integers(1, 300), reach=st.sampled_from([1, 40, 70, 5000, 10**9]), seed=st.integers())
@settings(max_examples=60, deadline=None)
def test_a_timeline_has_the_smallest_level_at_which_its_cells_fit(size: int, reach: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311  # not for secrets
    line, seconds = Timeline(), [random.randint(-reach, reach) for _ in range(size)]
    for number, second in enumerate(seconds, 1):
        line.add(at(second, number), 1)
    assert len(line.cells) <= CELLS
    assert line.level == 0 or len({second >> (line.level - 1) for second in seconds}) > CELLS
    assert line.count == len(seconds)
    assert (line.first.time, line.last.time) == (min(seconds) * SECOND, max(seconds) * SECOND)


@given(lines=st.permutations(range(1, 40)), split=st.integers(0, 39))
@settings(max_examples=40, deadline=None)
def test_a_cell_shows_the_first_places_in_the_order_of_the_file(lines: list[int], split: int) -> None:
    left, right = Cell(), Cell()
    for number, line in enumerate(lines):
        (left if number < split else right).add(at(0, line), 1)
    left.absorb(right)
    assert [place.line for place in left.evidence] == list(range(1, EVIDENCE + 1))


# ---- what a cell counts when several sources tell of it

SPANS = [
    ("one source", {0: (0, 9, 5)}, 5),
    ("a twin", {0: (0, 9, 5), 1: (0, 9, 5)}, 5),
    ("three templates of one stream", {0: (0, 9, 5), 1: (0, 9, 5), 2: (0, 9, 5)}, 5),
    ("a twin that lost some", {0: (0, 9, 5), 1: (2, 9, 3)}, 5),
    ("a twin of the first second alone", {0: (0, 9, 5), 1: (0, 0, 2)}, 5),
    ("a twin of the last second alone", {0: (0, 9, 5), 1: (9, 9, 2)}, 5),
    ("the same second", {0: (4, 4, 3), 1: (4, 4, 2)}, 3),
    ("a rotated log and the next", {0: (0, 9, 5), 1: (10, 19, 7)}, 12),
    ("rotated within a second", {0: (0, 9, 5), 1: (9, 19, 7)}, 12),
    ("overlapping for a while", {0: (0, 9, 5), 1: (5, 19, 7)}, 7),
    ("a rotation set beside a journal", {0: (0, 9, 5), 1: (10, 19, 7), 2: (0, 19, 12)}, 12),
]


@pytest.mark.parametrize("what, spans, count", SPANS, ids=[what for what, _, _ in SPANS])
def test_sources_that_tell_the_same_span_are_counted_once(
    what: str, spans: dict[int, tuple[int, int, int]], count: int
) -> None:
    cell = Cell()
    for source, (first, last, times) in spans.items():
        cell.add(at(first, 1, source), times - 1)
        cell.add(at(last, 2, source), 1)
    assert cell.count == count


# ---- what is judged at the end


def steps_of(asks: Listed[int], answers: Listed[int]) -> Steps:
    told = [("ask", second) for second in asks] + [("answer", second) for second in answers]
    return steps_as_told(sorted(told, key=lambda one: one[1]))


def steps_as_told(told: Listed[tuple[str, int]]) -> Steps:
    fold = FOLDS["Unanswered"]
    state = state_of(
        fold, [(event(second, kind), Position(0, 0, line)) for line, (kind, second) in enumerate(told, 1)]
    )
    found: Steps = state.at(("nc01", "a"))
    return found


OPEN = [
    ("never answered", [0, 3], [], (), 2),
    ("answered in time", [0], [5], (), 0),
    ("answered too late", [0], [30], (), 1),
    ("answered before it asked", [20], [3], (), 1),
    ("answered in the same second", [7], [7], (), 0),
    ("the log ends within the window", [95], [], (), 0),
    ("a hole inside the window", [0], [], (8, 9), 0),
    ("a hole after the window", [0], [], (50, 60), 1),
]


@pytest.mark.parametrize("what, asks, answers, hole, count", OPEN, ids=[row[0] for row in OPEN])
def test_an_ask_is_open_only_where_the_log_speaks_whole_about_its_window(
    what: str, asks: list[int], answers: list[int], hole: tuple[int, int] | tuple[()], count: int
) -> None:
    def is_known(start: int, end: int) -> bool:
        inside = hole and start <= hole[1] * SECOND and hole[0] * SECOND <= end
        return end < 100 * SECOND and not inside

    fold = FOLDS["Unanswered"]
    assert isinstance(fold, Unanswered)
    assert sum(cell.count for cell in fold.open_asks(steps_of(asks, answers), is_known)) == count


@pytest.mark.parametrize("answer, count", [(3500, 0), (0, 0), (3700, 1)])
def test_an_answer_after_the_clock_stepped_back_may_be_to_what_was_asked_before(
    answer: int, count: int
) -> None:
    fold = FOLDS["Unanswered"]
    assert isinstance(fold, Unanswered)
    steps = steps_as_told([("ask", 3600), ("answer", answer)])
    assert len(fold.open_asks(steps, lambda start, end: True)) == count


# ---- what was said last, though the clock may have stepped back

ENDS = [
    ("in order", {0: (0, 5, 9)}, (0, 2)),
    ("back by an hour", {0: (3600, 3605, 9)}, (0, 2)),
    ("a journal that goes on", {0: (3600, 3605, 9), 1: (10, 20, 30)}, (1, 2)),
    ("a journal that ends before", {0: (3600, 3605, 9), 1: (1, 2, 3)}, (0, 2)),
]


@pytest.mark.parametrize("what, told, end", ENDS, ids=[row[0] for row in ENDS])
def test_the_end_is_the_last_line_of_a_source_and_the_latest_of_several(
    what: str, told: dict[int, tuple[int, int, int]], end: tuple[int, int]
) -> None:
    line, cell = Timeline(), Cell()
    for source, seconds in told.items():
        for number, second in reversed(list(enumerate(seconds))):
            line.add(at(second, number, source), 1)
            cell.add(at(second, number, source), 1)
    assert {(found.source, found.line) for found in (line.end, cell.end)} == {end}


def test_within_a_source_the_place_says_what_is_later_and_across_sources_the_time() -> None:
    before, stepped, elsewhere = at(3600, 1), at(5, 2), at(60, 1, source=1)
    assert after(stepped, before)
    assert after(before, elsewhere)
    assert not after(stepped, elsewhere)


@pytest.mark.parametrize(
    "seconds, reached",
    [
        ([0, 1, 2, 3, 4], "yes"),
        ([0, 1, 2, 3], "no"),
        ([0, 20, 40, 60, 80], "no"),
        ([0, 2, 4, 6, 9], "yes"),
        ([0, 3, 6, 9, 12], "no"),
    ],
)
def test_a_rate_is_reached_by_events_inside_one_window(seconds: list[int], reached: str) -> None:
    fold = FOLDS["Rate"]
    assert isinstance(fold, Rate)
    line = Timeline()
    for number, second in enumerate(seconds, 1):
        line.add(at(second, number), 1)
    assert fold.reached(line) == reached


def test_a_rate_in_coarse_cells_is_possible_not_sure() -> None:
    fold = FOLDS["Rate"]
    assert isinstance(fold, Rate)
    line = Timeline()
    for number in range(200):
        line.add(at(number * 7, number + 1), 1)
    assert line.level > 2
    assert fold.reached(line) == "possible"


# ---- notes: the stretches of speech that runs are made of

SPOKEN: tuple[tuple[str, dict[str, str]], ...] = (
    *(
        ("dhcpd.start", {"version": "4.4"}),
        ("dhcpd.no_subnet", {"iface": "vnet2", "reason": "no IPv4 addresses"}),
    ),
    *(
        ("dhcpd.no_subnet", {"iface": "br0", "reason": "172.31.0.1"}),
        ("dhcpd.ignoring", {"iface": "vnet2"}),
    ),
    *(("dhcpd.listening", {"iface": "br0", "network": "euca"}), ("dhcpd.not_configured", {})),
    *(("dhcpd.exiting", {}), ("dhcpd.bug_notice", {}), ("dhcpd.discover", {"mac": "a"}), ("", {})),
    *(("dhcpd.config_file", {"path": "/etc/a"}), ("dhcpd.config_file", {"path": "/etc/b"})),
    *(("rsyslogd.drop_begin", {"pid": "7"}), ("rsyslogd.drop_begin", {"pid": "5", "name": "cron"})),
    *(("rsyslogd.drop_begin", {}), ("rsyslogd.lost", {"pid": "7", "count": "3"})),
    *(("rsyslogd.drop_begin", {"pid": "5"}), ("rsyslogd.lost", {"pid": "5", "count": "3", "name": "cron"})),
    *(("rsyslogd.exit_signal", {"signal": "15"}), ("rsyslogd.start", {})),
    *(("journald.suppressed", {"count": "9", "unit": "dhcpd.service"}), ("dhcpd.pid_file", {"path": "/a"})),
)


def _spoken(said: tuple[str, dict[str, str]], second: int, host: str, pid: str | None, words: str) -> Event:
    kind, fields = said
    words = words or kind  # a message of a known kind is not empty
    program = kind.split(".")[0] or "dhcpd"
    return Event(kind, fields, host, program, pid, second * SECOND, second * SECOND, None, 1, words)


speech = st.builds(
    _spoken,
    st.sampled_from(SPOKEN),
    st.sampled_from([0, 0, 1, 900]),
    st.sampled_from(["nc01", "nc01", "nc02"]),
    st.sampled_from(["7", "7", "8", None]),
    st.sampled_from(["", "words"]),
)


def noted(events: Listed[Event], borders: set[int]) -> list[NotesState]:
    """A state a block, where a block begins at each border."""
    fold, states, block = Notes(frozenset({"7", "5"})), [], -1
    for line, one in enumerate(events, 1):
        if block < 0 or line in borders:
            block += 1
            states.append(fold.start())
        fold.add(states[-1], one, Position(0, block, line))
    return states


def told(value: Any) -> Any:
    """All that runs and gaps hold, without the blocks their places lie in."""
    if isinstance(value, At):
        return value._replace(block=0)
    if isinstance(value, Run | Gap | Speech | Names | Drop):
        return [(name, told(getattr(value, name))) for name in value.__dataclass_fields__]
    if isinstance(value, dict):
        return [(key, told(inner)) for key, inner in value.items()]
    return [told(inner) for inner in value] if isinstance(value, list | tuple) else value


def walked(states: Listed[NotesState]) -> Any:
    fold = Notes()
    return told(walk(reduce(fold.merge, states, fold.start())))


@given(
    events=st.lists(speech, min_size=2, max_size=12),
    borders=st.sets(st.integers(1, 12)),
    seed=st.integers(),
)
@settings(max_examples=1000, deadline=None)
def test_runs_do_not_show_where_blocks_were_cut(events: list[Event], borders: set[int], seed: int) -> None:
    states = noted(events, borders)
    Random(seed).shuffle(states)  # noqa: S311  # not for secrets
    assert walked(states) == walked(noted(events, set()))


@given(events=st.lists(speech, max_size=30))
@settings(max_examples=40, deadline=None)
def test_walking_notes_twice_gives_the_same_runs(events: list[Event]) -> None:
    states = noted(events, set(range(0, 30, 3)))
    assert walked(states) == walked(states)


@pytest.mark.parametrize("middle", range(1, 5))
def test_stretches_join_alike_from_either_end(middle: int) -> None:
    kinds = ("dhcpd.no_subnet", "", "dhcpd.exiting", "dhcpd.no_subnet", "dhcpd.bug_notice")
    fields = {"iface": "vnet2", "reason": "no IPv4 addresses"}
    parts = [
        notes_of(next(iter(noted([_spoken((kind, fields), 0, "nc01", "7", kind)], set())[0].values())))[0]
        for kind in kinds
    ]
    speeches = [part for part in parts if isinstance(part, Speech)]

    def joined(some: Listed[Speech]) -> Speech:
        whole = some[0].copy()
        for one in some[1:]:
            whole.absorb(one)
        return whole

    left, right = joined(speeches[:middle]), joined(speeches[middle:])
    left.absorb(right)
    assert told(left) == told(joined(speeches))
