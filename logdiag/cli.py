"""The command line: options in, exit status out. It decides nothing about logs.

With screen.py, which it prints by, the one module that reads the clock, the environment and the terminal.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from logdiag import __version__, screen
from logdiag.arguments import (
    Engine,
    Folder,
    Jobs,
    Paths,
    RuleName,
    Rules,
    Since,
    Until,
    Years,
    Zones,
    later,
)
from logdiag.errors import BadOptionError, LogdiagError
from logdiag.usage import (
    UsageMistake,
    is_plea_for_help,
    nearest,
    number,
    one_of,
    usage_line,
)
from logdiag.words import WordCommand, WordGroup

if TYPE_CHECKING:
    from logdiag.diagnose import Options
    from logdiag.own.gathering import Gathered
    from logdiag.pace import Pace, Watch
    from logdiag.parse.vocabulary import Vocabulary
    from logdiag.read.findings import Found
    from logdiag.report.values import Report
    from logdiag.rules.rule import Rule
    from logdiag.window import Limits

app = typer.Typer(
    name="logdiag",
    cls=WordGroup,
    help="Reads the logs of a private cloud and says why instances did not launch.",
    epilog="Example: logdiag scan messages",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(
    cls=WordGroup,
    help="List the rules, or show one: what it looks for, what to do.",
    epilog="Example: logdiag rules list",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(rules_app, name="rules")

FORMATS = ("terminal", "markdown", "json")
LATER_FORMATS = ("html", "text", "csv")
FAIL_ON = ("error", "warning", "never")
ENGINES = ("auto", "lark")
YEARS, COUNTS = range(1970, 9001), range(10**9)
ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        screen.write(f"logdiag {__version__}\n")
        raise typer.Exit


@app.command(
    cls=WordCommand,
    short_help="Say which launches failed, why, and what to type next.",
    epilog="Example: logdiag scan messages euca-dhcp.conf instances.txt",
)
def scan(
    paths: Paths = None,
    form: Annotated[
        str,
        typer.Option("--format", help="terminal, markdown (a ticket), json.", metavar="|".join(FORMATS)),
    ] = "terminal",
    brief: Annotated[
        bool, typer.Option("--brief", help="Two lines and one command: chat, cron, pager.")
    ] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Fold nothing away.")] = False,
    output: Annotated[str | None, typer.Option(help="Write the report to a file.", metavar="FILE")] = None,
    year: Years = None,
    tz: Zones = None,
    requested: Annotated[
        str | None, typer.Option(help="How many instances were asked for.", metavar="N")
    ] = None,
    engine: Engine = "auto",
    fail_on: Annotated[
        str, typer.Option(help="Least severity that makes the exit status 1.", metavar="|".join(FAIL_ON))
    ] = "error",
    jobs: Jobs = None,
    stats: Annotated[
        bool,
        typer.Option("--stats", help="Say on standard error what was read and how long each stage took."),
    ] = False,
    since: Since = None,
    until: Until = None,
    host: Annotated[
        str | None, typer.Option(help="Only what concerns this host; a glob takes several.", metavar="HOST")
    ] = None,
    instance: Annotated[
        str | None,
        typer.Option(help="Only what concerns this instance; its MAC or ip will do.", metavar="ID"),
    ] = None,
    rules: Rules = None,
    no_settings: Annotated[
        bool, typer.Option("--no-settings", help="Leave every logdiag.toml unread.")
    ] = False,
    redact: Annotated[bool, later("--redact")] = False,
) -> None:
    """Say which launches failed, at which stage, why, how sure that is, and what to type next.

    Reads the PATHs, else a pipe on standard input, else this machine's own logs, read-only.
    Exit status: 0 nothing wrong that still goes on, 1 an incident, 2 a PATH could not be read.
    """
    one_of("--format", form, FORMATS, LATER_FORMATS)
    one_of("--fail-on", fail_on, FAIL_ON)
    options = replace(_options(year, tz, requested, since, until), host=host, instance=instance)
    if not no_settings:
        options = _with_settings(options, paths or [])
    processes = _jobs(jobs)
    from logdiag.complaints import half_read
    from logdiag.diagnose import diagnose, exit_status
    from logdiag.given import is_given

    known = _gathered(rules)
    vocabulary = _vocabulary(engine, known)
    watch = _watch()
    with watch.stage("find"):
        found = _find(paths, vocabulary)
    if output is not None and is_given(output, found):
        raise BadOptionError(f"--output {output}: is one of the files to read; name another file")
    with _shown(watch):
        report = diagnose(
            found,
            _live(options, found),
            vocabulary,
            __version__,
            _pace(processes, found, watch),
            known.rules,
        )
    _complain(half_read(report, found))
    if form == "json" or report.documents or any(source.lines for source in report.sources):
        with watch.stage("render"):
            text = _render(report, form, brief=brief, verbose=verbose, is_file=output is not None)
        screen.show(text) if output is None else screen.save(text, output)
    if stats:
        from logdiag.stats import told_stats

        screen.finish()
        sys.stderr.write(told_stats(watch))
    raise typer.Exit(exit_status(report, found, fail_on, frozenset(paths or ["-"])))


@app.command(
    cls=WordCommand,
    short_help="Tell the whole story of one instance, MAC, ip or interface.",
    epilog="Example: logdiag why i-0134AD30 messages euca-dhcp.conf instances.txt",
)
def why(
    subject: Annotated[str, typer.Argument(metavar="ID", help="An instance, MAC, ip or interface.")],
    paths: Paths = None,
    year: Years = None,
    tz: Zones = None,
    since: Since = None,
    until: Until = None,
    engine: Engine = "auto",
    form: Annotated[
        str, typer.Option("--format", help="terminal or json.", metavar="terminal|json")
    ] = "terminal",
    jobs: Jobs = None,
    rules: Rules = None,
) -> None:
    """Tell the whole story of one instance, MAC, ip or interface, and its verdict.

    Exit status: 0 whatever the story, 2 a PATH could not be read.
    """
    one_of("--format", form, ("terminal", "json"))
    options = _options(year, tz, None, since, until)
    processes = _jobs(jobs)
    from logdiag.complaints import has_unread
    from logdiag.correlate.story import story_of

    gathered = _gathered(rules)
    vocabulary = _vocabulary(engine, gathered)
    found = _find(paths, vocabulary)
    pace, live = _pace(processes, found), _live(options, found)
    story = story_of(subject, found, live, vocabulary, __version__, pace, gathered.rules)
    if form == "json":
        import json

        from logdiag.report.as_json import story_to_json

        screen.show(json.dumps(story_to_json(story), indent=2) + "\n")
    elif found.logs or found.documents:
        from logdiag.report.story import render_story

        columns = screen.room().columns
        screen.show(render_story(story, columns=columns, colour=screen.has_colour()))
    raise typer.Exit(2 if has_unread(found) else 0)


@app.command(
    cls=WordCommand,
    short_help="Print every line as a record, for people and for tests.",
    epilog="Example: logdiag parse --format table messages",
)
def parse(
    paths: Paths = None,
    form: Annotated[
        str, typer.Option("--format", help="jsonl, or a table for the eye.", metavar="jsonl|table")
    ] = "jsonl",
    year: Years = None,
    tz: Zones = None,
    engine: Engine = "auto",
    jobs: Jobs = None,
    rules: Rules = None,
) -> None:
    """Print every line as a record, those that are not understood with the reason.

    A table on a terminal has the first lines of each log, to be checked by eye.
    Exit status: 0, or 2 where a PATH could not be read.
    """
    one_of("--format", form, ("jsonl", "table"))
    options = _options(year, tz, None)
    processes = _jobs(jobs)
    from logdiag.complaints import has_unread
    from logdiag.parse.records import records, sights
    from logdiag.report.lines import beginnings, jsonl, table

    vocabulary = _vocabulary(engine, _gathered(rules))
    found = _find(paths, vocabulary, everything=True)
    known = options.known(found)
    case = found.logs, known, vocabulary, _pace(processes, found)
    is_seen = form == "table" and screen.room().rows is not None
    told = beginnings(sights(*case)) if is_seen else (jsonl if form == "jsonl" else table)(records(*case))
    for text in told:
        screen.write(text)
    raise typer.Exit(2 if has_unread(found) else 0)


@rules_app.command("list", cls=WordCommand, epilog="Example: logdiag rules list")
def rules_list(rules: Rules = None) -> None:
    """List the rules, a line each."""
    from logdiag.report.pages import rule_list, rule_table

    known = _gathered(rules).rules
    columns, rows = screen.room()
    screen.show(rule_list(known) if rows is None else rule_table(known, columns))


@rules_app.command(
    "show",
    cls=WordCommand,
    short_help="Show a rule's page, with a log that fires it.",
    epilog="Example: logdiag rules show dhcpd-no-subnet",
)
def rules_show(name: RuleName, rules: Rules = None) -> None:
    """Print a rule's page: what it looks for, why it fails a launch, what to do, its messages and its relatives."""
    from logdiag.report.pages import rule_page

    known = _gathered(rules).rules
    screen.show(rule_page(_rule_named("rules show", name, known), known))


@rules_app.command(
    "check",
    cls=WordCommand,
    short_help="Hold rules of your own to their examples and to healthy captures.",
    epilog="Example: logdiag rules check my-rules",
)
def rules_check(folder: Folder) -> None:
    """Hold the rules of a folder to their examples, to known messages and to healthy captures.

    Exit status: 0 all pass, 1 one does not, 2 a file is no rule.
    """
    from logdiag.own.checking import SAMPLES, Bench, checked, healthy
    from logdiag.own.folder import rules_of
    from logdiag.report.pages import check_page

    known = _gathered([folder])
    bench = Bench(known, _vocabulary("auto", known), datetime.now(UTC))
    checks = tuple(checked(rules_of([folder]), bench))
    screen.show(check_page(checks, len(healthy(SAMPLES))))
    raise typer.Exit(int(any(check.failed for check in checks)))


@rules_app.command(
    "new",
    cls=WordCommand,
    short_help="Write a rule file to begin with.",
    epilog="Example: logdiag rules new rackd-plug-failed --dir my-rules",
)
def rules_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its id: PROGRAM-PROBLEM.")],
    folder: Annotated[str, typer.Option("--dir", help="Where to write it.", metavar="DIR")] = ".",
    is_python: Annotated[bool, typer.Option("--python", help="As Python, not as YAML.")] = False,
) -> None:
    """Write a rule file to begin with, which passes `logdiag rules check` as it stands."""
    from logdiag.own.making import new_rule

    path = new_rule(name, folder, is_python=is_python)
    screen.write(f"{path}\n")


@app.command(
    cls=WordCommand,
    short_help="Say why a rule fired, or how near it came.",
    epilog="Example: logdiag explain dhcpd-no-free-leases messages",
)
def explain(
    name: RuleName,
    paths: Paths = None,
    year: Years = None,
    tz: Zones = None,
    engine: Engine = "auto",
    jobs: Jobs = None,
    rules: Rules = None,
) -> None:
    """Say why a rule fired, or its nearest miss: what it asks for, step by step, and the lines that show it.

    Exit status: 0 whatever it says, 2 a PATH could not be read.
    """
    options = _with_settings(_options(year, tz, None), paths or [])
    processes = _jobs(jobs)
    from logdiag.complaints import has_unread
    from logdiag.correlate.explained import explanation_of
    from logdiag.report.explanation import render_explanation

    known = _gathered(rules)
    rule = _rule_named("explain", name, known.rules)
    vocabulary = _vocabulary(engine, known)
    found = _find(paths, vocabulary)
    if found.logs or found.documents:
        told = explanation_of(rule, found, options, vocabulary, _pace(processes, found), known.rules)
        screen.show(render_explanation(told, columns=screen.room().columns))
    raise typer.Exit(2 if has_unread(found) else 0)


def _options(
    year: list[str] | None,
    tz: list[str] | None,
    requested: str | None,
    since: str | None = None,
    until: str | None = None,
) -> Options:
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


def _live(options: Options, found: Found) -> Options:
    """This machine's logs go on while they are read: times count back from now, on its own clock."""
    if not found.of_machine or not options.limits:
        return options
    return replace(options, limits=options.limits._replace(live=datetime.now().astimezone()))


def _year(text: str) -> int:
    return number("--year", text, YEARS, "no year a log is of; give one like 2014") or 0


def _with_settings(options: Options, paths: list[str]) -> Options:
    """The options with what a logdiag.toml next to the logs, or the user's own, says."""
    from logdiag.own.settings_files import settings_of

    settings, notes = settings_of(paths, _folder_of("XDG_CONFIG_HOME", ".config"))
    _complain(list(notes))
    return replace(options, settings=settings)


def _jobs(jobs: str | None) -> int | None:
    return number("--jobs", jobs, COUNTS[1:], "no number of processes; give one like 2")


def _watch() -> Watch:
    from logdiag.pace import Watch

    return Watch(complain=screen.complain, clock=time.perf_counter)


@contextmanager
def _shown(watch: Watch) -> Iterator[None]:
    """While a run shows how far it has come, if it takes long and somebody looks."""
    from logdiag.meter import meter

    shown = meter()
    if shown is None:
        yield
        return

    def complain(text: str) -> None:
        shown.close()  # else it would be erased with what is shown
        screen.complain(text)

    watch.progress, watch.complain = shown, complain
    try:
        yield
    finally:
        shown.close()


def _pace(jobs: int | None, found: Found, watch: Watch | None = None) -> Pace:
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


def _gathered(folders: list[str] | None) -> Gathered:
    """The rules there are, and a complaint for each that is left out."""
    from logdiag.own.gathering import gathered

    known = gathered(folders or ())
    _complain(list(known.notes))
    return known


def _rule_named(command: str, name: str, rules: tuple[Rule, ...]) -> Rule:
    for rule in rules:
        if rule.id == name:
            return rule
    near = nearest(name, tuple(rule.id for rule in rules))
    hint = near if near.startswith("did you") else "logdiag rules list shows them"
    raise BadOptionError(f"{command} {name}: no such rule; {hint}")


def _vocabulary(engine: str, known: Gathered) -> Vocabulary:
    from logdiag.parse.vocabulary import load_vocabulary

    one_of("--engine", engine, ENGINES)
    return load_vocabulary("lark" if engine == "lark" else "auto", own=known.grammars)


def _find(paths: list[str] | None, vocabulary: Vocabulary, *, everything: bool = False) -> Found:
    """What there is to read, and a complaint for what there is not."""
    from logdiag.complaints import unread_paths
    from logdiag.given import find_given

    found = find_given(paths, sys.stdin, vocabulary, os.environ.get("TMPDIR"), everything=everything)
    _complain(unread_paths(found))
    return found


def _complain(lines: list[str]) -> None:
    for line in lines:
        screen.complain(line)


def _render(report: Report, form: str, *, brief: bool, verbose: bool, is_file: bool) -> str:
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


def _status_of(run: Callable[[], Any]) -> int:
    """Runs the command; a mistake of the user becomes one line and status 2, a closed pipe is quiet."""
    try:
        status = run()
        screen.finish()
    except screen.ClosedPipeError:
        return 0
    except LogdiagError as mistake:
        screen.complain(str(mistake))
        return 2
    except OSError as failed:
        if failed.errno != errno.ENOSPC:  # anything else is a bug
            raise
        screen.silence()
        screen.complain(f"{failed.strerror}: make room where the output goes")
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except UsageMistake as mistake:
        if is_plea_for_help(mistake):
            sys.stderr.write(f"{mistake}\n")
        else:
            screen.complain(usage_line(mistake))
        return 2
    return status if isinstance(status, int) else 0


def main() -> NoReturn:
    """The entry point."""
    screen.with_streams()
    command = typer.main.get_command(app)
    screen.leave(_status_of(lambda: command.main(prog_name="logdiag", standalone_mode=False)))
