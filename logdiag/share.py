"""Share: a case dealt out to workers, a stretch of a log at a time, and their states put together.

Whoever works, and however the stretches fall, the states are those of one process that reads all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from logdiag.fold import Tools, fold_into, merge_states, start_states, tools_of
from logdiag.pace import Pace
from logdiag.parse.entries import begins_record
from logdiag.plan import Asked, Plan, guess, settled
from logdiag.read.ranges import NotPlainError, blocks_between, borders_of
from logdiag.read.source import LogSource, blocks
from logdiag.states import States

# Plans are settled by what is folded with them; each new one may bring other lines to light, but not for ever.
MOST_PLANS = 5
# Below this many bytes a search that has to be compiled first, or another process, costs more than it saves.
WORTH_SEARCHING = 256 << 10
WORTH_SHARING = 4 << 20
STRETCH = 16 << 20


_Tell = Callable[[int], None]


class _Done:
    """How many bytes were folded, of how many."""

    def __init__(self, pace: Pace, size: int) -> None:
        self._progress, self._size, self._done = pace.watch.progress, size, 0

    def tell(self, more: int) -> None:
        self.show(self._done + more)

    def show(self, done: int) -> None:
        self._done = done
        if self._progress:
            self._progress(done, self._size)


class Task(NamedTuple):
    """A stretch of a source, by multiples of the grain; `behind` is None for a source that is read in one go."""

    source: int
    first: int
    behind: int | None


def fold_case(asked: Asked, pace: Pace | None = None) -> tuple[Plan, States]:
    """A case folded by the plan that its own lines ask for."""
    plan, pace = guess(asked), pace or Pace()
    for _ in range(MOST_PLANS):
        states = fold_sources(asked.sources, plan, pace)
        right = settled(asked, states, plan)
        if right is plan:
            break
        plan = right
    return plan, states


def fold_sources(sources: Sequence[LogSource], plan: Plan, pace: Pace) -> States:
    """The states of all sources."""
    try:
        return _fold(sources, plan, pace, _tasks(sources, plan, in_one_go=False))
    except NotPlainError:
        return _fold(sources, plan, pace, _tasks(sources, plan, in_one_go=True))


def _tasks(sources: Sequence[LogSource], plan: Plan, *, in_one_go: bool) -> list[Task]:
    """What there is to do. A file that cannot be read from any place in it is one task."""
    from logdiag.workers import MOST_TASKS

    size = sum(source.content.size for source in sources)
    step = max(1, STRETCH // plan.grain, size // plan.grain // (MOST_TASKS // 2))
    tasks: list[Task] = []
    for index, source in enumerate(sources):
        if in_one_go or source.content.packing:
            tasks.append(Task(index, 0, None))
            continue
        borders = borders_of(source.content, plan.grain)
        tasks += [Task(index, first, min(first + step, borders)) for first in range(0, borders, step)]
    return tasks


def _fold(sources: Sequence[LogSource], plan: Plan, pace: Pace, tasks: list[Task]) -> States:
    size = sum(source.content.size for source in sources)
    tools = _tools(plan, pace, size)
    workers = min(pace.jobs, len(tasks))
    if workers < 2 or size < WORTH_SHARING:
        done = _Done(pace, size)
        return _work(sources, plan, tools, tasks, iter(range(len(tasks))), done.tell)
    return _shared(sources, plan, pace, tools, tasks, workers)


def _tools(plan: Plan, pace: Pace, size: int) -> Tools:
    """What to fold with; a search for lines that matter is only compiled where there is much to search."""
    if size < WORTH_SEARCHING or plan.sketched or plan.vocabulary.is_oracle:
        return tools_of(plan)
    from logdiag.match.finder import finder_of
    from logdiag.match.literals import literals_of
    from logdiag.match.pick import newline_counter
    from logdiag.match.stored import Shelter

    literals = literals_of(plan.vocabulary, plan.wanted)
    finder = finder_of(literals, Shelter(pace.stored) if pace.stored else None)
    return tools_of(plan, finder, newline_counter() if finder else None)


def _work(
    sources: Sequence[LogSource],
    plan: Plan,
    tools: Tools,
    tasks: Sequence[Task],
    mine: Iterator[int],
    tell: _Tell,
) -> States:
    """The states of some tasks. `tell` hears how many bytes were folded."""
    states = start_states(plan)
    for number in mine:
        source, first, behind = tasks[number]
        log = sources[source]
        if behind is None:
            stretch = blocks(log, begins_record, plan.grain)
        else:
            stretch = blocks_between(log.content, begins_record, plan.grain, first, behind)
        for block in stretch:
            fold_into(states, block, plan, source, tools)
            tell(len(block.data))
    return states


def _shared(
    sources: Sequence[LogSource], plan: Plan, pace: Pace, tools: Tools, tasks: list[Task], workers: int
) -> States:
    from logdiag.workers import Progress, shared

    progress = Progress(workers)
    done = _Done(pace, sum(source.content.size for source in sources))

    def look() -> None:
        done.show(progress.done)

    def work(worker: int, mine: Iterator[int]) -> States | None:
        folded = 0

        def tell(more: int) -> None:
            nonlocal folded
            folded += more
            progress.tell(worker, folded)
            if worker == 0:
                look()

        try:
            return _work(sources, plan, tools, tasks, mine, tell)
        except NotPlainError:
            return None

    results, broken = shared(len(tasks), workers, work, look)
    if None in results:
        raise NotPlainError
    states = [result for result in results if result is not None]
    for one in broken:
        pace.watch.complain(f"a worker {one.why}: its part is read again")
        states.append(_work(sources, plan, tools, tasks, iter(one.tasks), done.tell))
    whole = states[0]
    for other in states[1:]:
        whole = merge_states(plan, whole, other)
    return whole
