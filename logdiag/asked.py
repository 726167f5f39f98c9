"""Asked: what a command line asks for, as values: options, limits, places, rules, processes; and what it gets back.

With cli.py and screen.py, it alone reads the clock, the environment and the terminal.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from logdiag import screen
from logdiag.errors import BadOptionError
from logdiag.usage import nearest, number, one_of

if TYPE_CHECKING:
    from logdiag.diagnose import Options
    from logdiag.own.gathering import Gathered
    from logdiag.pace import Pace, Watch
    from logdiag.parse.vocabulary import Vocabulary
    from logdiag.read.findings import Found
    from logdiag.report.values import Report
    from logdiag.rules.rule import Rule
    from logdiag.window import Limits

ENGINES = ("auto", "lark")
YEARS, COUNTS = range(1970, 9001), range(10**9)


def options_of(
    year: list[str] | None,
    tz: list[str] | None,
    requested: str | None,
    since: str | None = None,
    until: str | None = None,
) -> Options:
    """What is asked of a diagnosis; raises BadOptionError for what is no year, zone, number or time."""
    from logdiag.by_source import typed
    from logdiag.parse.zones import zone_named

    years, zones = typed(year).map(_year), typed(tz)
    zone = zones.map(zone_named).every
    asked = number("--requested", requested, COUNTS, "no number of instances; give one like 200")
    from logdiag.diagnose import Options

    return Options(
        year=years.every,
        tz=zones.every,
        zone=zone,
        year_of=years.of,
        tz_of=zones.of,
        requested=asked,
        limits=_limits(since, until),
        now=datetime.now(UTC),
    )


def _limits(since: str | None, until: str | None) -> Limits:
    from logdiag.window import Limits

    if since is None and until is None:
        return Limits()
    from logdiag.parse.limits import limit_typed

    return Limits(
        None if since is None else limit_typed("--since", since),
        None if until is None else limit_typed("--until", until),
    )


def live(options: Options, found: Found) -> Options:
    """This machine's logs go on while they are read: times count back from now, on its own clock."""
    if not found.of_machine or not options.limits:
        return options
    return replace(options, limits=options.limits._replace(live=datetime.now().astimezone()))


def _year(text: str) -> int:
    return number("--year", text, YEARS, "no year a log is of; give one like 2014") or 0


def with_settings(options: Options, paths: list[str]) -> Options:
    """The options with what a logdiag.toml next to the logs, or the user's own, says."""
    from logdiag.own.settings_files import settings_of

    settings, notes = settings_of(paths, _folder_of("XDG_CONFIG_HOME", ".config"))
    complain_all(list(notes))
    return replace(options, settings=settings)


def processes_of(jobs: str | None) -> int | None:
    """How many processes are asked for; None if that is not said."""
    return number("--jobs", jobs, COUNTS[1:], "no number of processes; give one like 2")


def watch_of() -> Watch:
    """Whom a run tells what it does: the terminal."""
    from logdiag.pace import Watch

    return Watch(complain=screen.complain, clock=time.perf_counter)


@contextmanager
def shown(watch: Watch) -> Iterator[None]:
    """While a run shows how far it has come, if it takes long and somebody looks."""
    from logdiag.meter import meter

    bar = meter()
    if bar is None:
        yield
        return

    def complain(text: str) -> None:
        bar.close()  # else it would be erased with what is shown
        screen.complain(text)

    watch.progress, watch.complain = bar, complain
    try:
        yield
    finally:
        bar.close()


def pace_of(jobs: int | None, found: Found, watch: Watch | None = None) -> Pace:
    """As many processes as there are cores; on a machine that is at work half of them, which stand back for others."""
    from logdiag.pace import Pace, Watch

    cores = len(os.sched_getaffinity(0))
    if found.of_machine:
        from logdiag.priority import stand_back

        stand_back()
        cores = max(1, cores // 2)
    return Pace(jobs or cores, _stored(), watch or Watch(complain=screen.complain))


def _stored() -> Path | None:
    """Where compiled searches are kept: the user's cache directory."""
    folder = _folder_of("XDG_CACHE_HOME", ".cache")
    return folder / "logdiag" if folder else None


def _folder_of(variable: str, default: str) -> Path | None:
    """A folder of the user's, as the XDG Base Directory Specification has it: what is not absolute is none."""
    folder = os.environ.get(variable) or os.path.join(os.path.expanduser("~"), default)
    return Path(folder) if os.path.isabs(folder) else None


def gathered_rules(folders: list[str] | None) -> Gathered:
    """The rules there are, and a complaint for each that is left out."""
    from logdiag.own.gathering import gathered

    known = gathered(folders or ())
    complain_all(list(known.notes))
    return known


def rule_named(command: str, name: str, rules: tuple[Rule, ...]) -> Rule:
    """The rule of that name; raises BadOptionError, with one that is written alike."""
    for rule in rules:
        if rule.id == name:
            return rule
    near = nearest(name, tuple(rule.id for rule in rules))
    hint = near if near.startswith("did you") else "logdiag rules list shows them"
    raise BadOptionError(f"{command} {name}: no such rule; {hint}")


def vocabulary_of(engine: str, known: Gathered) -> Vocabulary:
    """The grammars, and those of the user's own rules, matched by the engine that is asked for."""
    from logdiag.parse.vocabulary import load_vocabulary

    one_of("--engine", engine, ENGINES)
    return load_vocabulary("lark" if engine == "lark" else "auto", own=known.grammars)


def found_at(paths: list[str] | None, vocabulary: Vocabulary, *, everything: bool = False) -> Found:
    """What there is to read, and a complaint for what there is not."""
    from logdiag.complaints import unread_paths
    from logdiag.given import find_given

    found = find_given(paths, sys.stdin, vocabulary, os.environ.get("TMPDIR"), everything=everything)
    complain_all(unread_paths(found))
    return found


def complain_all(lines: list[str]) -> None:
    """Complaints, a line each, on standard error."""
    for line in lines:
        screen.complain(line)


def rendered(report: Report, form: str, *, brief: bool, verbose: bool, is_file: bool) -> str:
    """A report in the format that is asked for; on a terminal in its width and colours."""
    if form == "json":
        from logdiag.report.as_json import render_json

        return render_json(report)
    if brief:
        from logdiag.report.brief import render_brief

        return render_brief(report)
    if form == "markdown":
        from logdiag.report.markdown import render_markdown

        return render_markdown(report)
    from logdiag.report.terminal import render_terminal

    columns, rows = (screen.PIPED_COLUMNS, None) if is_file else screen.room()
    colour = screen.has_colour() and not is_file
    return render_terminal(report, columns=columns, rows=rows, colour=colour, verbose=verbose)
