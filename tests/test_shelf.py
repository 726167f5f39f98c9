"""Shelves: what is packed is what the folds would have kept, however it came there, and never more than the cap."""

from __future__ import annotations

import pickle
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_folds import FOLDS, Placed, dump, placed_events, state_of

from logdiag.event import At
from logdiag.rules.folds import Cell, Fold, Steps, Timeline, is_timed
from logdiag.shelf import RECORD, Kinds, Shelf, at_of, kind_of, numbered, packed, rank, times_of
from logdiag.views import View

KINDS: Kinds = numbered(("ask", "answer", "refusal"))


def shelf_of(fold: Any, events: list[Placed], cap: int = 32_768) -> Shelf:
    shelf = Shelf(Timeline if is_timed(fold) else Cell, cap)
    for event, position in events:
        at = event.at(position)
        key = f"{event.host}\0{event.fields['mac']}"
        shelf.put(key, packed(at, KINDS.numbers[event.kind], event.times, is_utc=False))
    return shelf


def seen(shelf: Shelf, fold: Any) -> Any:
    view: View[Any] = View(shelf, fold, KINDS)
    return (view.over, [(key, dump(value)) for key, value in view.items()])


def wanted(fold: Fold[Any], events: list[Placed]) -> list[Placed]:
    return [one for one in events if one[0].kind in fold.kinds]


@pytest.mark.parametrize("name", FOLDS)
@given(events=placed_events, seed=st.integers())
@settings(max_examples=60, deadline=None)
def test_a_view_shows_what_the_fold_would_have_kept(name: str, events: list[Placed], seed: int) -> None:
    fold, random = FOLDS[name], Random(seed)  # noqa: S311  # not for secrets
    here = [one for one in events if random.random() < 0.5]
    there = [one for one in events if one not in here]
    shelf = shelf_of(fold, here)
    shelf.absorb(shelf_of(fold, there))
    assert seen(shelf, fold) == dump(state_of(fold, wanted(fold, events)))


@pytest.mark.parametrize("name", FOLDS)
@given(events=placed_events, cap=st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_a_shelf_that_was_sent_by_another_process_tells_the_same(
    name: str, events: list[Placed], cap: int
) -> None:
    fold = FOLDS[name]
    mine, sent, own = (shelf_of(fold, some, cap) for some in (events[::2], events[1::2], events[1::2]))
    alone = shelf_of(fold, events[::2], cap)
    mine.absorb(pickle.loads(pickle.dumps(sent.sent())))  # noqa: S301  # our own
    alone.absorb(own)
    assert seen(mine, fold) == seen(alone, fold)


@given(
    time=st.integers(-(10**15), 10**16),
    place=st.tuples(st.integers(0, 60_000), st.integers(0, 4_000_000), st.integers(1, 60_000_000)),
    offset=st.none() | st.integers(-840, 840),
    times=st.integers(1, 2000),
    kind=st.integers(0, 4095),
    is_utc=st.booleans(),
)
def test_a_record_gives_back_what_was_packed(
    time: int, place: tuple[int, int, int], offset: int | None, times: int, kind: int, is_utc: bool
) -> None:
    is_utc = is_utc and offset is not None
    wall = time + (offset or 0) * 60_000_000 if is_utc else time
    at = At(time, *place, wall, offset)
    records = RECORD.iter_unpack(packed(at, kind, times, is_utc=is_utc))
    back = [(kind_of(record), times_of(record), at_of(record)) for record in records]
    assert {(each[0], each[2]) for each in back} == {(kind, at)}
    assert sum(each[1] for each in back) == times


@given(
    keys=st.lists(st.text("abcdefgh", min_size=1, max_size=3), max_size=60),
    cap=st.integers(1, 12),
    seed=st.integers(),
)
@settings(max_examples=200, deadline=None)
def test_over_its_cap_the_keys_of_the_smallest_rank_stay_whatever_came_first(
    keys: list[str], cap: int, seed: int
) -> None:
    random = Random(seed)  # noqa: S311  # not for secrets
    shelves = [Shelf(Cell, cap) for _ in range(3)]
    for line, key in enumerate(keys, 1):
        record = packed(At(line, 0, 0, line, line, None), 1, 1, is_utc=False)
        random.choice(shelves).put(key, record)
    random.shuffle(shelves)
    for other in shelves[1:]:
        shelves[0].absorb(other)
    shelves[0].trim()
    assert shelves[0].over == (len(set(keys)) > cap)
    assert shelves[0].sorted_keys() == sorted(sorted(set(keys), key=rank)[:cap])


def test_steps_are_told_without_looking_when() -> None:
    fold = FOLDS["Sequence"]
    view: View[Steps] = View(shelf_of(fold, []), fold, KINDS)  # type: ignore[arg-type]
    assert view.steps_of("nobody") == frozenset()
