"""The command line: options in, exit status out. It decides nothing about logs.

With screen.py, which it prints by, the one module that reads the clock, the environment and the terminal.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from logdiag import __version__, screen
from logdiag.errors import BadOptionError, LogdiagError
from logdiag.usage import (
    UsageMistake,
    is_plea_for_help,
    nearest,
    not_built,
    one_of,
    usage_line,
    whole_number,
)

if TYPE_CHECKING:
    from logdiag.diagnose import Options
    from logdiag.parse.vocabulary import Vocabulary
    from logdiag.read.findings import Found
    from logdiag.report.values import Report

app = typer.Typer(
    name="logdiag",
    help="Reads the logs of a private cloud and says why instances did not launch.",
    epilog="Example: logdiag scan messages",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(
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
ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}


def _year(text: str) -> int:
    year = whole_number(text)
    if year is None or not 1970 <= year <= 9000:
        raise BadOptionError(f"--year {text}: no year a log is of; give one like 2014")
    return year


def _requested(text: str) -> int:
    number = whole_number(text)
    if number is None or number < 0:
        raise BadOptionError(f"--requested {text}: no number of instances; give one like 200")
    return number


Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|-]...", help="Logs, documents, folders; - is standard input.", show_default=False
    ),
]
Year = Annotated[
    int | None,
    typer.Option(parser=_year, help="Year of the first line, where lines tell none.", metavar="YYYY"),
]
Zone = Annotated[
    str | None, typer.Option(help="Zone of lines that tell none: Asia/Tokyo, +09:00.", metavar="ZONE")
]
Engine = Annotated[
    str, typer.Option(help="auto, or lark: the grammars themselves, slow.", metavar="auto|lark")
]


def _later(name: str) -> Any:
    """An option of the contract that is not built yet: hidden, and refused in one line."""

    def refuse(value: Any) -> Any:
        if value is not None and value is not False:
            raise not_built(name, "leave it out")
        return value

    return typer.Option(name, hidden=True, callback=refuse)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        screen.write(f"logdiag {__version__}\n")
        raise typer.Exit


@app.command(
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
    year: Year = None,
    tz: Zone = None,
    requested: Annotated[
        int | None,
        typer.Option(parser=_requested, help="How many instances were asked for.", metavar="N"),
    ] = None,
    engine: Engine = "auto",
    fail_on: Annotated[
        str, typer.Option(help="Least severity that makes the exit status 1.", metavar="|".join(FAIL_ON))
    ] = "error",
    since: Annotated[str | None, _later("--since")] = None,
    until: Annotated[str | None, _later("--until")] = None,
    host: Annotated[str | None, _later("--host")] = None,
    instance: Annotated[str | None, _later("--instance")] = None,
    rules: Annotated[str | None, _later("--rules")] = None,
    jobs: Annotated[str | None, _later("--jobs")] = None,
    redact: Annotated[bool, _later("--redact")] = False,
    stats: Annotated[bool, _later("--stats")] = False,
) -> None:
    """Say which launches failed, at which stage, why, how sure that is, and what to type next.

    Reads the PATHs, else a pipe on standard input, else this machine's own logs, read-only.
    Exit status: 0 nothing wrong that still goes on, 1 an incident, 2 a PATH could not be read.
    """
    one_of("--format", form, FORMATS, LATER_FORMATS)
    one_of("--fail-on", fail_on, FAIL_ON)
    options = _options(year, tz, requested)
    from logdiag.complaints import half_read
    from logdiag.diagnose import diagnose, exit_status
    from logdiag.given import is_given

    vocabulary = _vocabulary(engine)
    found = _find(paths, vocabulary)
    if output is not None and is_given(output, found):
        raise BadOptionError(f"--output {output}: is one of the files to read; name another file")
    report = diagnose(found, options, vocabulary, __version__)
    _complain(half_read(report, found))
    if form == "json" or report.documents or any(source.lines for source in report.sources):
        text = _render(report, form, brief=brief, verbose=verbose, is_file=output is not None)
        screen.show(text) if output is None else screen.save(text, output)
    raise typer.Exit(exit_status(report, found, fail_on, frozenset(paths or ["-"])))


@app.command(
    short_help="Tell the whole story of one instance, MAC, ip or interface.",
    epilog="Example: logdiag why i-0134AD30 messages euca-dhcp.conf instances.txt",
)
def why(
    subject: Annotated[str, typer.Argument(metavar="ID", help="An instance, MAC, ip or interface.")],
    paths: Paths = None,
    year: Year = None,
    tz: Zone = None,
    engine: Engine = "auto",
    form: Annotated[
        str, typer.Option("--format", help="terminal or json.", metavar="terminal|json")
    ] = "terminal",
) -> None:
    """Tell the whole story of one instance, MAC, ip or interface, and its verdict.

    Exit status: 0 whatever the story, 2 a PATH could not be read.
    """
    one_of("--format", form, ("terminal", "json"))
    options = _options(year, tz, None)
    from logdiag.complaints import has_unread
    from logdiag.correlate.story import story_of

    vocabulary = _vocabulary(engine)
    found = _find(paths, vocabulary)
    story = story_of(subject, found, options, vocabulary, __version__)
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
    short_help="Print every line as a record, for people and for tests.",
    epilog="Example: logdiag parse --format table messages",
)
def parse(
    paths: Paths = None,
    form: Annotated[
        str, typer.Option("--format", help="jsonl, or a table for the eye.", metavar="jsonl|table")
    ] = "jsonl",
    year: Year = None,
    tz: Zone = None,
    engine: Engine = "auto",
) -> None:
    """Print every line as a record, those that are not understood with the reason.

    Exit status: 0, or 2 where a PATH could not be read.
    """
    one_of("--format", form, ("jsonl", "table"))
    options = _options(year, tz, None)
    from logdiag.complaints import has_unread
    from logdiag.parse.records import records
    from logdiag.parse.times import Known
    from logdiag.report.lines import jsonl, table

    vocabulary = _vocabulary(engine)
    found = _find(paths, vocabulary, everything=True)
    known = Known(options.year, options.zone, {}, options.now)
    for text in (jsonl if form == "jsonl" else table)(records(found.logs, known, vocabulary)):
        screen.write(text)
    raise typer.Exit(2 if has_unread(found) else 0)


@rules_app.command("list", epilog="Example: logdiag rules list")
def rules_list() -> None:
    """List the rules, a line each."""
    from logdiag.report.pages import rule_list, rule_table
    from logdiag.rules.library import all_rules

    columns, rows = screen.room()
    screen.show(rule_list(all_rules()) if rows is None else rule_table(all_rules(), columns))


@rules_app.command(
    "show",
    short_help="Show a rule's page, with a log that fires it.",
    epilog="Example: logdiag rules show dhcpd-no-subnet",
)
def rules_show(name: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id.")]) -> None:
    """Print a rule's page: what it looks for, why it fails a launch, what to do."""
    from logdiag.report.pages import rule_page
    from logdiag.rules.library import all_rules

    rules = {rule.id: rule for rule in all_rules()}
    if name not in rules:
        raise BadOptionError(f"rules show {name}: no such rule; {nearest(name, tuple(rules))}")
    screen.show(rule_page(rules[name]))


@rules_app.command("check", hidden=True, context_settings=ANYTHING)
def rules_check(arguments: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Not built yet."""
    raise not_built("rules check", "logdiag rules list shows the rules that come along")


@rules_app.command("new", hidden=True, context_settings=ANYTHING)
def rules_new(arguments: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Not built yet."""
    raise not_built("rules new", "logdiag rules list shows the rules that come along")


@app.command(hidden=True, context_settings=ANYTHING)
def explain(arguments: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Not built yet."""
    raise not_built("explain", "see logdiag why ID PATH...")


def _options(year: int | None, tz: str | None, requested: int | None) -> Options:
    from logdiag.diagnose import Options
    from logdiag.parse.times import zone_named

    zone = zone_named(tz) if tz is not None else None
    return Options(year=year, tz=tz, zone=zone, requested=requested, now=datetime.now(UTC))


def _vocabulary(engine: str) -> Vocabulary:
    from logdiag.parse.vocabulary import load_vocabulary

    one_of("--engine", engine, ENGINES)
    return load_vocabulary("lark" if engine == "lark" else "auto")


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
    sys.exit(_status_of(lambda: command.main(prog_name="logdiag", standalone_mode=False)))
