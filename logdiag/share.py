"""Share: a case dealt out to workers, a stretch of a log at a time, and their states put together.

Whoever works, and however the stretches fall, the states are those of one process that reads all.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from logdiag.fold import Tools, fold_into, merge_states, start_states, tools_of
from logdiag.heard import Heard
from logdiag.kept import ENDING, ROOM, Keeping
from logdiag.pace import Pace
from logdiag.plan import Asked, Plan, guess, settled
from logdiag.read.ranges import NotPlainError, blocks_between, borders_of
from logdiag.read.source import (
    Block,
    LogSource,
    Part,
    block_behind,
    blocks,
    first_blocks,
    parts_of_blocks,
)
from logdiag.spans import Search, lasts_in
from logdiag.states import States
from logdiag.window import NO_LIMITS

# Plans are settled by what is folded with them; each new one may bring other lines to light, but not for ever.
MOST_PLANS = 5

# Some blocks of the usual grain; nothing is written to it.
_FREED = 16 << 20

_Tell = Callable[[int], None]


class _Done:
    """How many bytes were folded, of how many: of what is packed nobody knows."""

    def __init__(self, pace: Pace, sources: Sequence[LogSource]) -> None:
        self._progress, self._done = pace.watch.progress, 0
        is_packed = not all(part.content.is_plain for source in sources for part in source.parts)
        self._size = None if is_packed else _size_of(sources)

    def tell(self, more: int) -> None:
        self.show(self._done + more)

    def show(self, done: int) -> None:
        self._done = done
        if self._progress:
            self._progress(done, self._size)


class Folded(NamedTuple):
    """What came of some tasks, and how many bytes they had, unpacked."""

    states: States
    size: int


class Task(NamedTuple):
    """A stretch of a part of a source, by multiples of the grain; `behind` is None for one that is read in one go."""

    source: int
    part: int
    first: int
    behind: int | None


def fold_case(asked: Asked, pace: Pace | None = None) -> tuple[Plan, States]:
    """A case folded by the plan that its own lines ask for."""
    plan, pace = guess(asked), pace or Pace()
    if plan.sketched and asked.limits:
        # What other lines tell of the zone is learned from all of them.
        whole, _ = fold_case(asked._replace(limits=NO_LIMITS), pace)
        datings = {source.name: whole.datings[index] for index, source in enumerate(asked.sources)}
        return fold_case(asked._replace(datings=datings), pace)
    for _ in range(MOST_PLANS):
        states = fold_sources(asked.sources, plan, pace)
        right = settled(asked, states, plan)
        if right is plan:
            break
        plan = right
    else:
        # What was kept goes by another plan than the last.
        for tally in states.tallies.values():
            tally.kept = None
    return plan, states


@cache
def _hold_on_to_memory() -> None:
    """Lets the C library keep what blocks leave behind: each would be given back, and faulted in anew for the next.

    glibc returns free memory beyond twice the largest piece that it saw freed (mallopt(3), M_MMAP_THRESHOLD).
    """
    bytes(_FREED)


def fold_sources(sources: Sequence[LogSource], plan: Plan, pace: Pace) -> States:
    """The states of all sources. Tells the watch how many bytes they have."""
    _hold_on_to_memory()
    try:
        folded = _fold(sources, plan, pace, _tasks(sources, plan, pace.stretch, in_one_go=False))
    except NotPlainError:
        folded = _fold(sources, plan, pace, _tasks(sources, plan, pace.stretch, in_one_go=True))
    pace.watch.bytes_read = folded.size
    pace.watch.readings += 1
    return folded.states


def _size_of(sources: Sequence[LogSource]) -> int:
    return sum(source.size for source in sources)


def _tasks(sources: Sequence[LogSource], plan: Plan, stretch: int, *, in_one_go: bool) -> list[Task]:
    """What there is to do. A file that cannot be read from any place in it is one task."""
    step = max(1, stretch // plan.grain)
    tasks: list[Task] = []
    for index, source in enumerate(sources):
        for number, part in enumerate(source.parts):
            if in_one_go or not part.content.is_plain:
                tasks.append(Task(index, number, 0, None))
                continue
            borders = borders_of(part.content, plan.grain)
            tasks += [
                Task(index, number, first, min(first + step, borders)) for first in range(0, borders, step)
            ]
    return _in_order_of_streams(sources, tasks)


def _in_order_of_streams(sources: Sequence[LogSource], tasks: Sequence[Task]) -> list[Task]:
    """Members of a packed archive in the order in which they lie there, so that it is unpacked in one go."""
    begun: dict[int, int] = {}

    def place(numbered: tuple[int, Task]) -> tuple[int, int]:
        number, task = numbered
        content = sources[task.source].parts[task.part].content
        if content.within is None:
            return number, 0
        return begun.setdefault(id(content.within), number), content.start

    return [task for _, task in sorted(enumerate(tasks), key=place)]


def _fold(sources: Sequence[LogSource], plan: Plan, pace: Pace, tasks: list[Task]) -> Folded:
    size = _size_of(sources)
    tools = _tools(plan, pace, size)
    workers = min(pace.jobs, len(tasks))
    if workers < 2 or size < pace.worth_sharing:
        done = _Done(pace, sources)
        return _work(sources, plan, pace, tools, tasks, iter(range(len(tasks))), done.tell)
    return _shared(sources, plan, pace, tools, tasks, workers)


def _tools(plan: Plan, pace: Pace, size: int) -> Tools:
    """What to fold with; a search for lines that matter is only compiled where there is much to search."""
    if size < pace.worth_searching or plan.wanted.everything or plan.vocabulary.is_oracle:
        return tools_of(plan)
    from logdiag.match.entries import expressions_of
    from logdiag.match.finder import finder_of
    from logdiag.match.literals import literals_of
    from logdiag.match.stored import Shelter
    from logdiag.read.counting import counter

    literals = literals_of(plan.vocabulary, plan.wanted)
    entries = expressions_of(plan.vocabulary, plan.wanted)
    # What is looked for in these logs alone is not worth keeping.
    shelter = Shelter(pace.stored) if pace.stored and not plan.wanted.texts else None
    finder = finder_of(literals, shelter, entries)
    return tools_of(plan, finder, counter() if finder else None)


def _work(
    sources: Sequence[LogSource],
    plan: Plan,
    pace: Pace,
    tools: Tools,
    tasks: Sequence[Task],
    mine: Iterator[int],
    tell: _Tell,
) -> Folded:
    """What comes of some tasks. `tell` hears how many bytes were folded."""
    states, size, room = start_states(plan), 0, _room(tasks, plan)
    for number in mine:
        task = tasks[number]
        keeping = Keeping(room, ENDING) if task.behind is None and room else None
        with closing(_stretch(sources[task.source], plan, pace, task)) as stretch:
            for block in stretch:
                heard = fold_into(states, block, plan, task.source, tools)
                if keeping:
                    keeping.take(block, _picked(heard))
                size += len(block.data)
                tell(len(block.data))
        if keeping:
            if len(sources[task.source].parts) == 1:
                search = Search(sources[task.source], task.source, plan, states, tools.hearing.heads)
                keeping.kept.lasts = lasts_in(search, keeping.ending)
            states.tally(task.source).keep(keeping.kept)
    return Folded(states, size)


def _room(tasks: Sequence[Task], plan: Plan) -> int:
    """Bytes for what is kept of each source that is read in one go; none are where every line is asked of Lark."""
    in_one_go = sum(task.behind is None for task in tasks)
    return 0 if plan.vocabulary.is_oracle else ROOM // max(1, in_one_go)


def _picked(heard: Heard) -> Iterator[tuple[int, bytes]]:
    """The lines that were picked of a block, by number; of one that was read whole there are too many."""
    for number in heard.numbers if heard.form else ():
        yield number, heard.line_at(number) or b""


def _stretch(log: LogSource, plan: Plan, pace: Pace, task: Task) -> Generator[Block, None, None]:
    """The blocks of a task, by their index in the whole log."""
    part, base = log.parts[task.part], first_blocks(log, plan.grain)[task.part]
    with closing(_blocks_of(part, plan, pace, task)) as made:
        for block in made:
            yield block_behind(block, base, part.name) if len(log.parts) > 1 else block


def _blocks_of(part: Part, plan: Plan, pace: Pace, task: Task) -> Generator[Block, None, None]:
    """The blocks of a part. What is packed is unpacked by a process of its own, while blocks before it are folded;
    but not where other processes have work already."""
    content = part.content
    begins = plan.framings[task.source].begins
    if task.behind is not None:
        yield from blocks_between(content, begins, plan.grain, task.first, task.behind)
        return
    log = LogSource(part.name, None, content)
    if content.is_plain or pace.jobs < 2 or content.size < pace.worth_unpacking:
        yield from blocks(log, begins, plan.grain)
        return
    from logdiag.ahead import ahead

    with closing(ahead(lambda: parts_of_blocks(log, begins, plan.grain), pace.watch.complain)) as unpacked:
        yield from unpacked


def _shared(
    sources: Sequence[LogSource], plan: Plan, pace: Pace, tools: Tools, tasks: list[Task], workers: int
) -> Folded:
    from logdiag.workers import Progress, shared

    progress = Progress(workers)
    done = _Done(pace, sources)

    def look() -> None:
        done.show(progress.done)

    def work(worker: int, mine: Iterator[int]) -> Folded:
        folded = 0

        def tell(more: int) -> None:
            nonlocal folded
            folded += more
            progress.tell(worker, folded)
            if worker == 0:
                look()

        part = _work(sources, plan, replace(pace, jobs=1), tools, tasks, mine, tell)
        tools.hearing.sayings.forget()
        return part if worker == 0 else part._replace(states=part.states.to_send())

    def join(left: Folded, right: Folded) -> Folded:
        return Folded(merge_states(plan, left.states, right.states), left.size + right.size)

    folded, lost = shared(len(tasks), workers, work, join, look)
    for end in lost.ends:
        pace.watch.complain(f"a worker {end}: its part is read again")
    if lost.tasks:
        again = _work(sources, plan, pace, tools, tasks, iter(lost.tasks), done.tell)
        folded = join(folded, again)
    return folded
