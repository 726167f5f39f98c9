"""The command line: options in, exit status out. It decides nothing about logs.

With asked.py and screen.py, which it prints by, it alone reads the clock, the environment and the terminal.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn

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
from logdiag.asked import (
    complain_all,
    found_at,
    gathered_rules,
    live,
    options_of,
    pace_of,
    processes_of,
    rendered,
    rule_named,
    shown,
    vocabulary_of,
    watch_of,
    with_settings,
)
from logdiag.errors import BadOptionError, LogdiagError
from logdiag.usage import UsageMistake, is_plea_for_help, one_of, usage_line
from logdiag.words import WordCommand, WordGroup

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
    options = replace(options_of(year, tz, requested, since, until), host=host, instance=instance)
    if not no_settings:
        options = with_settings(options, paths or [])
    processes = processes_of(jobs)
    from logdiag.complaints import half_read
    from logdiag.diagnose import diagnose, exit_status
    from logdiag.given import is_given

    known = gathered_rules(rules)
    vocabulary = vocabulary_of(engine, known)
    watch = watch_of()
    with watch.stage("find"):
        found = found_at(paths, vocabulary)
    if output is not None and is_given(output, found):
        raise BadOptionError(f"--output {output}: is one of the files to read; name another file")
    with shown(watch):
        report = diagnose(
            found,
            live(options, found),
            vocabulary,
            __version__,
            pace_of(processes, found, watch),
            known.rules,
        )
    complain_all(half_read(report, found))
    if form == "json" or report.documents or any(source.lines for source in report.sources):
        with watch.stage("render"):
            text = rendered(report, form, brief=brief, verbose=verbose, is_file=output is not None)
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
    options = options_of(year, tz, None, since, until)
    processes = processes_of(jobs)
    from logdiag.complaints import has_unread
    from logdiag.correlate.story import story_of

    gathered = gathered_rules(rules)
    vocabulary = vocabulary_of(engine, gathered)
    found = found_at(paths, vocabulary)
    pace, options = pace_of(processes, found), live(options, found)
    story = story_of(subject, found, options, vocabulary, __version__, pace, gathered.rules)
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
    options = options_of(year, tz, None)
    processes = processes_of(jobs)
    from logdiag.complaints import has_unread
    from logdiag.parse.records import records, sights
    from logdiag.report.lines import beginnings, jsonl, table

    vocabulary = vocabulary_of(engine, gathered_rules(rules))
    found = found_at(paths, vocabulary, everything=True)
    known = options.known(found)
    case = found.logs, known, vocabulary, pace_of(processes, found)
    is_seen = form == "table" and screen.room().rows is not None
    told = beginnings(sights(*case)) if is_seen else (jsonl if form == "jsonl" else table)(records(*case))
    for text in told:
        screen.write(text)
    raise typer.Exit(2 if has_unread(found) else 0)


@rules_app.command("list", cls=WordCommand, epilog="Example: logdiag rules list")
def rules_list(rules: Rules = None) -> None:
    """List the rules, a line each."""
    from logdiag.report.pages import rule_list, rule_table

    known = gathered_rules(rules).rules
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

    known = gathered_rules(rules).rules
    screen.show(rule_page(rule_named("rules show", name, known), known))


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

    known = gathered_rules([folder])
    bench = Bench(known, vocabulary_of("auto", known), datetime.now(UTC))
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
    options = with_settings(options_of(year, tz, None), paths or [])
    processes = processes_of(jobs)
    from logdiag.complaints import has_unread
    from logdiag.correlate.explained import explanation_of
    from logdiag.report.explanation import render_explanation

    known = gathered_rules(rules)
    rule = rule_named("explain", name, known.rules)
    vocabulary = vocabulary_of(engine, known)
    found = found_at(paths, vocabulary)
    if found.logs or found.documents:
        told = explanation_of(rule, found, options, vocabulary, pace_of(processes, found), known.rules)
        screen.show(render_explanation(told, columns=screen.room().columns))
    raise typer.Exit(2 if has_unread(found) else 0)


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
