"""Runs of a server: from one start to the next, what it said about itself, and where its lines were dropped.

Notes are walked source by source in file order; what several sources tell alike becomes one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from sys import intern

from logdiag.correlate.gaps import SECOND, Gap, close, each_once, ends, may_hit
from logdiag.correlate.notes import (
    LONGEST_INTERVAL,
    Drop,
    Lost,
    Note,
    Notes,
    NotesState,
    Suppressed,
    Turn,
    notes_of,
)
from logdiag.correlate.run import Run
from logdiag.correlate.speech import DHCPD, PACKETS, Speaker, Speech
from logdiag.event import At, after

__all__ = ["DHCPD", "PACKETS", "Gap", "Notes", "Run", "Speech", "walk"]

# Lines that dhcpd prints for an interface without a subnet.
LIST_BLOCK = 7


def walk(state: NotesState) -> tuple[list[Run], list[Gap]]:
    """All runs and gaps of a case, in the order of their first line; what two sources tell alike is one."""
    walkers: list[_Walker] = []
    for source in sorted({source for source, _ in state}):
        walker = _Walker()
        for key in sorted(key for key in state if key[0] == source):
            for note in notes_of(state[key]):
                walker.step(note)
        walkers.append(walker)
    runs = [run for walker in walkers for run in walker.runs]
    gaps = [gap for walker in walkers for gap in walker.gaps] + _down_over_rotations(walkers)
    close(gaps, (speech for run in runs for speech in run.speeches))
    stands, kept = each_once(gaps), _once(runs)
    for run in kept:
        for speech in run.speeches:
            speech.settle()
        run.gaps = list({id(stands[id(gap)]): stands[id(gap)] for gap in run.gaps}.values())
    return kept, sorted({id(gap): gap for gap in stands.values()}.values(), key=lambda gap: gap.at)


class _Walker:
    """Walks the notes of one source in file order.

    `of` has the latest runs of speakers by host and pid, for a source may know many pids; `open` are the
    speakers whose last stretch goes on where a block ends; `untold` the gaps of a pid whose loss is not told;
    `tied` the run that a pid was tied to by timing, `unsure` the latest such gap while the run is silent; `stopped`
    where rsyslogd ended on a host and has not begun
    again, `begun` where it began without having ended here.
    """

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.gaps: list[Gap] = []
        self.of: dict[tuple[str, str | None], tuple[Run, ...]] = {}
        self.open: set[Speaker] = set()
        self.open_gaps: list[Gap] = []
        self.untold: dict[tuple[str, str | None], list[Gap]] = {}
        self.tied: dict[tuple[str, str | None], Run] = {}
        self.unsure: dict[Speaker, tuple[Run, Gap]] = {}
        self.stopped: dict[str, At] = {}
        self.begun: list[Turn] = []

    def step(self, note: Note) -> None:
        if isinstance(note, Speech):
            self._speech(note)
        elif isinstance(note, Drop):
            self._drop(note)
        elif isinstance(note, Lost):
            self._lost(note)
        elif isinstance(note, Suppressed):
            gap = Gap(note.host, note.program, None, False, None, note.at)
            gap.tell(note.count, note.at, None, None)
            self.gaps.append(gap)
        else:
            self._turn(note)

    def _turn(self, turn: Turn) -> None:
        if turn.ends:
            self.stopped[turn.host] = turn.at
            self.open = {speaker for speaker in self.open if speaker[0] != turn.host}
        elif turn.host in self.stopped:
            self.gaps.extend(_down(turn.host, self.stopped.pop(turn.host), turn.at))
        else:
            self.begun.append(turn)

    def _speech(self, note: Speech) -> None:
        self._untie(note)
        self._end_gaps(note)
        host, program, pid = note.speaker
        known = self.of.get((host, pid), ())
        run = next((run for run in known if run.program == program), None)
        if run is None or run.speeches[-1].is_over or note.started is not None:
            begun = Run(intern(host), intern(program), pid, note.first, note.last, [])
            self.of[host, pid] = (*(other for other in known if other is not run), begun)
            self.runs.append(begun)
            run = begun
            self.open.discard(note.speaker)
        if note.speaker in self.open:
            run.speeches[-1].absorb(note)
        else:
            run.speeches.append(note.copy())
            self.open.add(note.speaker)
        run.last = note.last

    def _untie(self, speech: Speech) -> None:
        """A drop that was tied by timing is another's, if what it should have hit goes on in that very second.

        rsyslog drops all of a pid until its interval is over, which is seconds, and then tells the loss.
        """
        run, gap = self.unsure.pop(speech.speaker, (None, None))
        if run is None or gap is None or gap.told is not None or speech.started is not None:
            return
        if speech.first.time // SECOND == gap.at.time // SECOND:
            self.tied.pop((gap.host, gap.pid), None)
            run.gaps.remove(gap)
            gap.program, gap.inferred = None, False
            self.open.add(run.speaker)

    def _end_gaps(self, speech: Speech) -> None:
        for gap in self.open_gaps:
            if ends(gap, speech):
                gap.end = speech.first
        self.open_gaps = [gap for gap in self.open_gaps if gap.end is None]

    def _drop(self, drop: Drop) -> None:
        run = self._run_of(drop.host, drop.pid, drop.name)
        if run and drop.at.time - run.last.time > LONGEST_INTERVAL:
            run = None
        inferred = run is None and drop.name is None
        if run is None:
            run = self._tied_to(drop) or self._by_timing(drop)
        program = run.program if run else drop.name
        gap = Gap(drop.host, program, drop.pid, inferred and run is not None, drop.at)
        if run:
            run.gaps.append(gap)
        if run and inferred:
            self.unsure[run.speaker] = run, gap
        self.gaps.append(gap)
        self.open_gaps.append(gap)
        self.untold.setdefault((drop.host, drop.pid), []).append(gap)
        self._break(gap)

    def _break(self, gap: Gap) -> None:
        """What those say next whose lines may be missing is a stretch of its own."""
        near = self.open
        if gap.pid is not None:
            spoken = self.of.get((gap.host, gap.pid), ()), self.of.get((gap.host, None), ())
            near = {run.speaker for run in chain(*spoken)}
        self.open -= {speaker for speaker in near if may_hit(gap, speaker)}

    def _run_of(self, host: str, pid: str | None, name: str | None) -> Run | None:
        """The latest run of a pid. rsyslog tells the name of the process, from which a tag may differ; not dhcpd's."""
        runs = [*self.of.get((host, pid), ())] if pid is not None else []
        if name is not None:
            named = [run for run in runs if run.program.startswith(name)]
            runs = named or [run for run in runs if not DHCPD.match(run.program)]
        return max(runs, key=lambda run: run.last.place) if runs else None

    def _by_timing(self, drop: Drop) -> Run | None:
        """The program without pids whose start list stops in mid-list, in the very second of the drop."""
        for run in self.of.get((drop.host, None), ()):
            same_second = run.last.time // SECOND == drop.at.time // SECOND
            is_told = drop.name is None or run.program.startswith(drop.name)
            if same_second and is_told and not run.gaps and _stops_in_list(run.speeches[-1]):
                self.tied[drop.host, drop.pid] = run
                return run
        return None

    def _tied_to(self, drop: Drop) -> Run | None:
        """The run that an earlier drop of the pid was tied to, as long as it speaks."""
        run = self.tied.get((drop.host, drop.pid))
        return run if run and drop.at.time - run.last.time <= LONGEST_INTERVAL else None

    def _lost(self, lost: Lost) -> None:
        untold = self.untold.get((lost.host, lost.pid))
        if untold:
            gap = untold.pop()
            gap.program = gap.program or lost.name
        else:
            run = self._run_of(lost.host, lost.pid, lost.name)
            gap = Gap(lost.host, run.program if run else lost.name, lost.pid, False, None, lost.at)
            if run:
                run.gaps.append(gap)
            self.gaps.append(gap)
        gap.tell(lost.count, lost.at, lost.allowed, lost.seconds)


def _down(host: str, stopped: At, begun: At) -> Iterator[Gap]:
    """The time in which rsyslogd was down, unless it began again at once."""
    if stopped.time // SECOND < begun.time // SECOND:
        yield Gap(host, None, None, False, stopped, begun, kind="gap")


def _down_over_rotations(walkers: list[_Walker]) -> list[Gap]:
    """Where rsyslogd ended in one source and began again in another."""
    begun = sorted((turn for walker in walkers for turn in walker.begun), key=lambda turn: turn.at)
    gaps: list[Gap] = []
    for walker in walkers:
        for host, stopped in sorted(walker.stopped.items()):
            later = (turn.at for turn in begun if turn.host == host and after(turn.at, stopped))
            gaps.extend(gap for at in [*later][:1] for gap in _down(host, stopped, at))
    return gaps


def _stops_in_list(speech: Speech) -> bool:
    """Whether a speech ends inside the start list: after a named interface, before any later word."""
    return (
        speech.last_named is not None
        and speech.tail <= LIST_BLOCK
        and not speech.listening
        and speech.fatal is None
    )


def _once(runs: list[Run]) -> list[Run]:
    """One run per life: of those that begin in the same second on a host, the one told most fully."""
    if len({run.first.source for run in runs}) < 2:
        return _in_order(runs)
    best: dict[tuple[object, ...], Run] = {}
    nth: Counter[tuple[object, ...]] = Counter()
    for run in runs:
        same = (run.speaker, run.first.time // SECOND)
        nth[(same, run.first.source)] += 1
        kept = best.get((same, nth[(same, run.first.source)]))
        if kept is None or (run.lines, len(run.gaps)) > (kept.lines, len(kept.gaps)):
            best[(same, nth[(same, run.first.source)])] = run
    lives: dict[Speaker, list[Run]] = {}
    for run in best.values():
        lives.setdefault(run.speaker, []).append(run)
    return _in_order([run for run in best.values() if not _is_part(run, lives[run.speaker])])


def _in_order(runs: list[Run]) -> list[Run]:
    """By time across sources, but as they stand in each: its clock may step back."""
    by_source: dict[int, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.first.place):
        by_source.setdefault(run.first.source, []).append(run)
    keyed: list[tuple[At, Run]] = []
    for some in by_source.values():
        latest = some[0].first
        for run in some:
            latest = max(latest, run.first)
            keyed.append((latest, run))
    return [run for _, run in sorted(keyed, key=lambda pair: (pair[0].time, pair[1].first.place))]


def _is_part(run: Run, lives: list[Run]) -> bool:
    """Whether a run without its start is but the end of one that another source tells."""
    return run.started is None and any(
        other.first.source != run.first.source
        and other.first < run.first
        and run.first.time <= other.last.time
        for other in lives
    )
