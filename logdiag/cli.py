"""The command line: options in, exit status out. It decides nothing about logs.

This is the one module that reads the clock, the environment and the terminal, prints and exits.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn

import typer

from logdiag import __version__
from logdiag.errors import BadOptionError, LogdiagError

if TYPE_CHECKING:
    from logdiag.diagnose import Options
    from logdiag.parse.vocabulary import Vocabulary
    from logdiag.read.findings import Found
    from logdiag.report.values import Report

app = typer.Typer(
    name="logdiag",
    help="Reads the logs of a private cloud and says why instances did not launch.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(
    help="The rules: what they look for, why it matters, what to do.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(rules_app, name="rules")

FORMATS = ("terminal", "markdown", "json")
LATER_FORMATS = ("html", "text", "csv")
FAIL_ON = ("error", "warning", "never")
ENGINES = ("auto", "lark")
PIPED_COLUMNS = 100
# typer brings its own copy of click in some versions and imports it in others: the base of its errors.
UsageMistake: type[BaseException] = next(
    each for each in typer.BadParameter.__mro__ if each.__name__ == "ClickException"
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|-]...", help="Logs, documents, folders; - is standard input.", show_default=False
    ),
]
Year = Annotated[
    int | None, typer.Option(help="Year of the first line, where lines tell none.", metavar="YYYY")
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
        if value:
            raise BadOptionError(f"{name}: not built yet in logdiag {__version__}; leave it out")
        return value

    return typer.Option(name, hidden=True, callback=refuse)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        _print(f"logdiag {__version__}\n")
        raise typer.Exit


@app.command(epilog="Example: logdiag scan /var/log/messages euca-dhcp.conf instances.txt")
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
        int | None, typer.Option(help="How many instances were asked for.", metavar="N")
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
    _one_of("--format", form, FORMATS, LATER_FORMATS)
    _one_of("--fail-on", fail_on, FAIL_ON)
    _at_least_zero("--requested", requested)
    from logdiag.diagnose import diagnose, exit_status

    vocabulary = _vocabulary(engine)
    found = _find(paths, vocabulary)
    _tell_problems(found)
    report = diagnose(found, _options(year, tz, requested), vocabulary, __version__)
    status = exit_status(report, found, fail_on)
    nothing = not report.documents and not any(source.lines for source in report.sources)
    if not nothing or form == "json":
        _write(_render(report, form, brief=brief, verbose=verbose, is_file=output is not None), output)
    raise typer.Exit(status)


@app.command(epilog="Example: logdiag why i-7C4F3DF4 messages euca-dhcp.conf")
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
    """Tell the whole story of one instance, MAC, ip or interface, and its verdict."""
    _one_of("--format", form, ("terminal", "json"))
    from logdiag.correlate.story import story_of

    vocabulary = _vocabulary(engine)
    found = _find(paths, vocabulary)
    _tell_problems(found)
    story = story_of(subject, found, _options(year, tz, None), vocabulary, __version__)
    if form == "json":
        import json

        from logdiag.report.as_json import story_to_json

        _write(json.dumps(story_to_json(story), indent=2) + "\n", None)
    else:
        from logdiag.report.story import render_story

        columns, _ = _room()
        _write(render_story(story, columns=columns, colour=_colour()), None)
    raise typer.Exit(2 if _unread(found) else 0)


@app.command(epilog="Example: logdiag parse --format table /var/log/messages")
def parse(
    paths: Paths = None,
    form: Annotated[
        str, typer.Option("--format", help="jsonl, or a table for the eye.", metavar="jsonl|table")
    ] = "jsonl",
    year: Year = None,
    tz: Zone = None,
    engine: Engine = "auto",
) -> None:
    """Print every line as a record, those that are not understood with the reason."""
    _one_of("--format", form, ("jsonl", "table"))
    from logdiag.parse.records import records
    from logdiag.parse.times import Known
    from logdiag.report.lines import as_jsonl, as_table

    vocabulary = _vocabulary(engine)
    found = _find(paths, vocabulary, everything=True)
    _tell_problems(found)
    options = _options(year, tz, None)
    show = as_jsonl if form == "jsonl" else as_table
    for record in records(found.logs, Known(options.year, options.zone, {}, options.now), vocabulary):
        _print(show(record))
    raise typer.Exit(2 if _unread(found) else 0)


@rules_app.command("list", epilog="Example: logdiag rules list")
def rules_list() -> None:
    """List the rules, a line each."""
    from logdiag.rules.library import all_rules

    rules = all_rules()
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        _print(f"{rule.id:{width}}  {rule.severity:7}  {rule.says}\n")


@rules_app.command("show", epilog="Example: logdiag rules show dhcpd-no-subnet")
def rules_show(name: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id.")]) -> None:
    """Print a rule's page: what it looks for, why it fails a launch, what to do."""
    from logdiag.report.pages import rule_page
    from logdiag.rules.library import all_rules

    rules = {rule.id: rule for rule in all_rules()}
    if name not in rules:
        near = _near(name, tuple(rules))
        raise BadOptionError(f"rules show {name}: no such rule; {near}")
    _print(rule_page(rules[name]))


@rules_app.command("check", hidden=True)
def rules_check(folder: Annotated[str, typer.Argument()] = "") -> None:
    """Not built yet."""
    raise BadOptionError(f"rules check: not built yet in logdiag {__version__}")


@rules_app.command("new", hidden=True)
def rules_new(name: Annotated[str, typer.Argument()] = "") -> None:
    """Not built yet."""
    raise BadOptionError(f"rules new: not built yet in logdiag {__version__}")


@app.command(hidden=True)
def explain(arguments: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Not built yet."""
    raise BadOptionError(f"explain: not built yet in logdiag {__version__}; see logdiag why ID PATH...")


def _near(word: str, words: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, words, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(words)}"


def _one_of(option: str, value: str, words: Sequence[str], later: Sequence[str] = ()) -> None:
    if value in later:
        raise BadOptionError(
            f"{option} {value}: not built yet in logdiag {__version__}; use {', '.join(words)}"
        )
    if value not in words:
        raise BadOptionError(f"{option} {value}: no such value; {_near(value, words)}")


def _at_least_zero(option: str, value: int | None) -> None:
    if value is not None and value < 0:
        raise BadOptionError(f"{option} {value}: give a number that is not negative")


def _options(year: int | None, tz: str | None, requested: int | None) -> Options:
    from logdiag.diagnose import Options
    from logdiag.parse.times import zone_named

    if year is not None and not 1970 <= year <= 9000:
        raise BadOptionError(f"--year {year}: give a year like 2014")
    zone = zone_named(tz) if tz is not None else None
    return Options(year=year, tz=tz, zone=zone, requested=requested, now=datetime.now(UTC))


def _vocabulary(engine: str) -> Vocabulary:
    from logdiag.parse.vocabulary import load_vocabulary

    _one_of("--engine", engine, ENGINES)
    return load_vocabulary("lark" if engine == "lark" else "auto")


def _find(paths: list[str] | None, vocabulary: Vocabulary, *, everything: bool = False) -> Found:
    """What there is to read. `everything`: any text counts as a log, documents too."""
    from logdiag.documents.recognise import recognise
    from logdiag.parse.entries import looks_like_log
    from logdiag.read.find import find_sources
    from logdiag.read.machine import this_machine

    def known(head: str) -> str | None:
        return None if everything else recognise(head)

    def is_log(head: str) -> bool:
        return everything or looks_like_log(head, vocabulary)

    stdin = _stdin()
    spool = os.environ.get("TMPDIR")
    if paths:
        return find_sources(paths, stdin=stdin, recognise=known, looks_like_log=is_log, spool_folder=spool)
    if stdin is not None and not _is_idle(stdin):
        return find_sources(["-"], stdin=stdin, recognise=known, looks_like_log=is_log, spool_folder=spool)
    return this_machine(recognise=known, looks_like_log=is_log, spool_folder=spool)


def _stdin() -> BinaryIO | None:
    return None if sys.stdin is None else sys.stdin.buffer


def _is_idle(stdin: BinaryIO) -> bool:
    """Whether nothing is piped or redirected in: a terminal, or /dev/null as under cron."""
    try:
        mode = os.fstat(stdin.fileno()).st_mode
    except (OSError, ValueError):
        return True
    return stat.S_ISCHR(mode)


def _unread(found: Found) -> bool:
    return any(problem.named for problem in found.problems) or not (found.logs or found.documents)


def _tell_problems(found: Found) -> None:
    """One line each, on stderr, for what was named and could not be read."""
    from logdiag.report.escape import terminal

    for problem in found.problems:
        if problem.named:
            _complain(terminal(f"{problem.name}: {problem.why}; {problem.cure}"))
    if not found.logs and not found.documents and not found.problems:
        _complain("nothing to read here: name a log, pipe one in, or run it on a node of the cloud")


def _complain(text: str) -> None:
    sys.stderr.write(f"logdiag: {text}\n")


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

    columns, rows = (PIPED_COLUMNS, None) if is_file else _room()
    return render_terminal(
        report, columns=columns, rows=rows, colour=_colour() and not is_file, verbose=verbose
    )


def _room() -> tuple[int, int | None]:
    """Columns and rows there are; no rows where nobody looks at a screen."""
    if not sys.stdout.isatty():
        return int(os.environ.get("COLUMNS") or 0) or PIPED_COLUMNS, None
    size = shutil.get_terminal_size()
    return size.columns, size.lines


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(text: str, output: str | None) -> None:
    if output is not None:
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as failed:
            raise BadOptionError(
                f"--output {output}: {failed.strerror}; name a file that can be written"
            ) from failed
        return
    _, rows = _room()
    if rows is not None and text.count("\n") >= rows:
        _page(text)
    else:
        _print(text)


def _page(text: str) -> None:
    """Through the pager of the user, else less; straight out if there is none."""
    pager = os.environ.get("PAGER") or "less"
    command = [*pager.split(), "-FRX"] if Path(pager.split()[0]).name == "less" else pager.split()
    try:
        subprocess.run(command, input=text.encode(), check=False)  # noqa: S603  # the user's own choice
    except OSError:
        _print(text)


def _print(text: str) -> None:
    sys.stdout.write(text)


def _quietly(run: Callable[[], Any]) -> int:
    """Runs the command; every mistake of the user becomes one line and exit status 2."""
    try:
        status = run()
    except typer.Exit as done:
        status = done.exit_code
    except LogdiagError as mistake:
        from logdiag.report.escape import terminal

        _complain(terminal(str(mistake)))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except UsageMistake as mistake:
        words = getattr(mistake, "format_message", mistake.__str__)()
        _complain(f"{' '.join(words.split())} (see logdiag --help)")
        return 2
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def main() -> NoReturn:
    """The entry point: a closed pipe is quiet, and nothing it wrote is an error."""
    command = typer.main.get_command(app)
    try:
        sys.exit(_quietly(lambda: command.main(prog_name="logdiag", standalone_mode=False)))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
