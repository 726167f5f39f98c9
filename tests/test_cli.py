"""The command line's contract: commands, ways in, forms out, exit statuses."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import pty
import re
import struct
import subprocess
import termios
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from command import CASES, LAB, LOGDIAG, ROOT, SAMPLES, Ran, copied, environment, logdiag, on_terminal

from logdiag import __version__
from logdiag.cli import app

STORY = SAMPLES / "euca4-200-instances"
NO_BRIDGE = SAMPLES / "nobridge-nolimit" / "messages"
ESCAPE = "\x1b"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="needs the lab captures in ../shared")


@cache
def scan_of(case: str) -> Ran:
    """The plain JSON scan of a sample, which several tests ask about."""
    return logdiag("scan", "--format", "json", case, cwd=SAMPLES)


Command = Any  # click's, which typer brings as its own copy in some versions


def commands(command: Command, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Every command that help shows, groups too, with the words that call it."""
    yield words, command
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield from commands(inner, (*words, name))


COMMANDS = tuple(commands(typer.main.get_command(app)))
LEAVES = tuple((words, each) for words, each in COMMANDS if not hasattr(each, "commands"))


def name_of(value: object) -> str | None:
    return " ".join(value) or "logdiag" if isinstance(value, tuple) else None


# --- help


@pytest.mark.parametrize("words, command", COMMANDS, ids=name_of)
def test_every_command_has_a_line_of_help_that_is_not_cut_and_an_example(
    words: tuple[str, ...], command: Command
) -> None:
    assert command.help
    assert not command.get_short_help_str(limit=79).endswith("...")
    assert re.fullmatch(rf"Example: logdiag {' '.join(words)}.*", command.epilog)


@pytest.mark.parametrize("words, command", LEAVES, ids=name_of)
def test_the_example_of_a_command_runs_where_its_files_are(
    words: tuple[str, ...], command: Command, tmp_path: Path
) -> None:
    example = command.epilog.removeprefix("Example: logdiag ").split()
    case = copied("euca4-200-instances", tmp_path)
    if words == ("rules", "check"):
        logdiag("rules", "new", "rackd-plug-failed", "--dir", "my-rules", cwd=case)
    ran = logdiag(*example, cwd=case)
    assert (ran.status, ran.err) == (int(words == ("scan",)), "")
    assert ran.out


@pytest.mark.parametrize("words, command", COMMANDS, ids=name_of)
def test_every_page_of_help_shows_each_option_that_is_not_of_a_later_version(
    words: tuple[str, ...], command: Command
) -> None:
    ran = logdiag(*words, "--help")
    assert (ran.status, ran.err) == (0, "")
    shown = set(re.findall(r"(?:^  |, )(-[-\w]+)", ran.out, re.MULTILINE))
    options = [each for each in command.params if each.param_type_name == "option"]
    assert shown == {"--help", *(name for each in options if not each.hidden for name in each.opts)}


@pytest.mark.parametrize("words", [(), ("rules",)], ids=name_of)
def test_a_command_that_says_too_little_is_answered_with_its_page_of_help(words: tuple[str, ...]) -> None:
    ran = logdiag(*words)
    assert ran.status == 2
    assert logdiag(*words, "--help").out.strip() in ran.out + ran.err


def test_the_version_is_printed() -> None:
    assert logdiag("--version") == (0, f"logdiag {__version__}\n", "")


# --- ways in


def answer(report: dict[str, Any]) -> tuple[object, ...]:
    """What a report says, whatever its sources are called."""
    findings = [(each["id"], each["count"], each["entities"]) for each in report["findings"]]
    return (
        report["verdict"],
        report["launches"]["stages"],
        [each["id"] for each in report["incidents"]],
        findings,
    )


def scanned(*paths: str | Path, stdin: bytes | None = None, cwd: Path | None = None) -> dict[str, Any]:
    ran = logdiag("scan", "--format", "json", "--year", "2026", *paths, stdin=stdin, cwd=cwd)
    assert ran.err == ""
    return ran.report


def test_a_path_a_pipe_a_dash_a_packed_file_and_a_folder_give_the_same_answer(tmp_path: Path) -> None:
    log = NO_BRIDGE.read_bytes()
    (tmp_path / "messages").write_bytes(log)
    packed = tmp_path / "packed" / "messages-20261122"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(log))
    expected = scanned(tmp_path / "messages")
    ways = {
        "piped": scanned(stdin=log),
        "a dash": scanned("-", stdin=log),
        "packed and piped": scanned("-", stdin=gzip.compress(log)),
        "packed": scanned(packed),
        "a folder": scanned(packed.parent),
        "relative": scanned("messages", cwd=tmp_path),
    }
    assert expected["incidents"]
    assert {way: answer(report) for way, report in ways.items()} == dict.fromkeys(ways, answer(expected))
    assert [each["name"] for each in ways["a dash"]["sources"]] == ["-"]
    assert [each["name"] for each in ways["a folder"]["sources"]] == [str(packed)]


def test_several_files_and_their_folder_are_one_case(tmp_path: Path) -> None:
    case = copied("bridge-nolimit", tmp_path)
    together = scanned(case / "messages", case / "euca-dhcp.conf")
    assert answer(together) == answer(scanned(case))
    assert answer(together) == answer(
        scanned("-", case / "euca-dhcp.conf", stdin=(case / "messages").read_bytes())
    )
    assert [each["kind"] for each in together["documents"]] == ["dhcpd.conf"]


def test_the_order_of_the_paths_changes_no_answer(tmp_path: Path) -> None:
    case = copied("euca4-200-instances", tmp_path)
    paths = sorted(case.iterdir())
    assert answer(scanned(*paths)) == answer(scanned(*reversed(paths)))


def test_a_scan_of_this_machine_ends_and_changes_nothing_in_the_folder_it_runs_in(tmp_path: Path) -> None:
    ran = logdiag("scan", cwd=tmp_path)
    assert ran.status in (0, 1, 2)
    assert "Traceback" not in ran.err
    assert bool(ran.out) != bool(ran.status == 2)
    assert list(tmp_path.iterdir()) == []


# --- pace: what changes how a run works, and nothing that it says

PACED = {
    "scan": ("scan", "--format", "json", STORY),
    "why": ("why", "vnet93", STORY),
    "parse": ("parse", STORY / "messages"),
}


@pytest.mark.parametrize("words", PACED.values(), ids=PACED)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_number_of_processes_changes_nothing_that_is_said(
    jobs: str, words: tuple[str | Path, ...]
) -> None:
    assert logdiag(*words, "--jobs", jobs) == logdiag(*words)


def test_stats_change_nothing_on_standard_output() -> None:
    plain, told = (logdiag("scan", "--format", "json", STORY, *words) for words in ((), ("--stats",)))
    assert (told.status, told.out) == (plain.status, plain.out)


@pytest.mark.parametrize("command", PACED)
@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", "", "99999999999"])
def test_a_number_of_processes_that_is_none_is_told_with_one_that_is(jobs: str, command: str) -> None:
    words = ("why", "vnet93") if command == "why" else (command,)
    ran = logdiag(*words, f"--jobs={jobs}", NO_BRIDGE)
    assert (ran.status, ran.out) == (2, "")
    assert ran.complaints == [f"logdiag: --jobs {jobs}: no number of processes; give one like 2"]


# --- forms out


def test_the_short_form_is_two_lines_and_a_command() -> None:
    ran = logdiag("scan", "--brief", STORY)
    assert (ran.status, ran.err) == (1, "")
    assert len(ran.out.splitlines()) in (2, 3)
    assert "106 of 200" in ran.out.splitlines()[0]
    assert "Next: " in ran.out


@pytest.mark.parametrize("case", CASES)
def test_the_json_of_every_sample_holds_to_its_published_schema(case: str) -> None:
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    jsonschema.validate(scan_of(case).report, schema)
    assert scan_of(case).out.isascii()


def test_a_ticket_is_markdown_whose_blocks_are_closed() -> None:
    ticket = logdiag("scan", "--format", "markdown", STORY).out
    assert ticket.startswith("**106 of 200 instances ")
    assert ticket.count("```") % 2 == 0
    assert ticket.count("<details>") == ticket.count("</details>")
    assert "| --- | --- |" in ticket


def test_verbose_says_everything_that_a_small_screen_folds_away() -> None:
    small = on_terminal("scan", STORY, rows=24, env={"PAGER": "cat"})
    whole = on_terminal("scan", "-v", STORY, rows=24, env={"PAGER": "cat"})
    assert "lines folded, -v)" in small.out
    assert "folded" not in whole.out
    assert len(whole.out.splitlines()) > 40


def test_a_report_is_written_to_a_file_and_nothing_to_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "ticket.txt"
    ran = logdiag("scan", STORY, "--output", file)
    assert ran == (1, "", "")
    assert file.read_text() == logdiag("scan", STORY).out


def test_the_number_asked_for_changes_the_answer_of_a_log_without_a_list() -> None:
    alone = logdiag("scan", SAMPLES / "story-94", "--format", "json").report
    told = logdiag("scan", SAMPLES / "story-94", "--format", "json", "--requested", "200").report
    assert (alone["launches"]["requested"], alone["incidents"]) == (None, [])
    assert told["launches"]["requested"] == 200
    assert told["options"] == {"requested": 200}
    assert "106 of 200" in told["verdict"]["text"]


def test_year_and_zone_are_taken_from_the_options() -> None:
    ran = logdiag("parse", SAMPLES / "euca4-excerpt" / "messages", "--year", "2014", "--tz", "+09:00")
    first = json.loads(ran.out.splitlines()[0])
    assert (first["time"], first["inferred"]) == (
        "2014-12-14T23:29:56+09:00",
        [],
    )


# --- exit statuses


@pytest.mark.parametrize(
    "case, status, strict",
    [
        ("bridge-limit", 1, 1),
        ("bridge-nolimit", 1, 1),
        ("euca4-200-instances", 1, 1),
        ("euca4-excerpt", 0, 1),
        ("healed", 0, 0),
        ("healthy-limit", 0, 0),
        ("healthy-nolimit", 0, 0),
        ("nobridge-nolimit", 1, 1),
        ("story-94", 0, 0),
    ],
)
def test_the_exit_status_tells_whether_something_is_wrong_that_goes_on(
    case: str, status: int, strict: int
) -> None:
    def status_with(*option: str) -> int:
        return logdiag("scan", SAMPLES / case, "--brief", *option).status

    assert scan_of(case).status == status
    assert status_with("--fail-on", "warning") == strict
    assert not strict or status_with("--fail-on", "never") == 0


# --- parse


def records(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def lines_in(path: Path) -> int:
    data = path.read_bytes()
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    return data.count(b"\n") + (bool(data) and not data.endswith(b"\n"))


def test_the_lines_of_all_records_are_the_lines_of_the_file_in_every_sample() -> None:
    paths = [path for path in sorted(SAMPLES.rglob("messages*")) if path.stat().st_size]
    paths += sorted(SAMPLES.glob("*/*.txt"))
    ran = logdiag("parse", *paths)
    assert (ran.status, ran.err) == (0, "")
    assert counted(ran) == {str(path): lines_in(path) for path in paths}


@needs_lab
def test_the_lines_of_all_records_are_the_lines_of_the_file_in_every_capture() -> None:
    # One file ends amid its packed bytes on purpose; a few that are none of ours are large.
    paths = [
        path
        for path in sorted(LAB.rglob("*"))
        if path.is_file()
        and 0 < path.stat().st_size < 1 << 20
        and path.suffix not in (".xz", ".bz2", ".zst", ".journal")
        and path.name != "messages-truncated.gz"
    ]
    assert len(paths) > 200
    counts = counted(logdiag("parse", *paths))
    assert {path: counts.get(path) for path in map(str, paths)} == {
        str(path): lines_in(path) for path in paths
    }


def counted(ran: Ran) -> dict[str, int]:
    total: Counter[str] = Counter()
    for line in ran.out.splitlines():
        record = json.loads(line)
        total[record["source"]] += record["lines"]
    return dict(total)


def test_a_record_holds_the_keys_of_the_contract_in_their_order() -> None:
    understood = (
        "source line lines time inferred host program pid facility severity msgid structured_data"
        " message kind fields"
    )
    log = NO_BRIDGE.read_bytes().splitlines(keepends=True)[13]
    first, second = records(logdiag("parse", "-", stdin=log + b"no line of a log\n"))
    assert list(first) == understood.split()
    assert list(second) == ["source", "line", "lines", "unread", "message"]
    assert (first["kind"], first["fields"]["iface"]) == ("dhcpd.no_subnet", "vnet199")
    assert (second["line"], second["message"]) == (2, "no line of a log")


@pytest.mark.parametrize(
    "log",
    [
        b"Dec 14 23:29:56 euca4 dhcpd: caf\xe9 \xff\xfe \xed\xa0\x80\n",
        b'{"__REALTIME_TIMESTAMP": "1418567396000000", "_HOSTNAME": "euca4", "MESSAGE": "\\ud800"}\n',
    ],
    ids=["bytes", "half a pair in a journal"],
)
def test_a_record_of_what_is_no_text_is_json_that_strict_readers_take(log: bytes) -> None:
    out = logdiag("parse", "-", stdin=log).out
    assert out.isascii()
    json.loads(out)["message"].encode("utf-8")


def test_the_table_names_its_source_and_columns_and_holds_a_row_a_line(tmp_path: Path) -> None:
    case = copied("euca4-excerpt", tmp_path)
    (case / "other").write_bytes(b"not a log\n")
    rows = logdiag("parse", "--format", "table", "messages", "other", cwd=case).out.splitlines()
    assert rows[0] == "messages"
    assert rows[1].split() == ["line", "time", "host", "program", "kind", "message"]
    assert len(rows) == 2 + 15 + 3 + 1
    assert rows[2].split()[5] == "dhcpd.no_subnet"
    assert rows[18] == "other"
    assert "not understood" in rows[20]


def test_the_table_on_a_terminal_holds_the_first_lines_of_each_log_and_counts_the_rest(
    tmp_path: Path,
) -> None:
    case = copied("euca4-excerpt", tmp_path)
    (case / "long").write_text((case / "messages").read_text() * 3 + "not a log\n")
    rows = on_terminal(
        "parse", "--format", "table", "messages", "long", cwd=case, columns=200
    ).out.splitlines()
    assert [row for row in rows if row in ("messages", "long")] == ["messages", "long"]
    assert len(rows) == (2 + 15) + 1 + (2 + 20) + 1
    assert " ".join(rows[-1].split()) == ".. 26 lines more, 1 of 46 not understood: pipe it to see all"


# --- rules


def test_the_list_of_rules_is_a_line_a_rule_and_each_has_a_page() -> None:
    listed = [line.split()[0] for line in logdiag("rules", "list").out.splitlines()]
    assert {"dhcpd-no-subnet", "dhcpd-no-free-leases", "dhcpd-not-listening", "rsyslog-rate-limit"} <= set(
        listed
    )
    assert listed == sorted(listed)
    page = logdiag("rules", "show", listed[0])
    assert (page.status, page.err) == (0, "")
    for heading in (listed[0], "What it looks for:", "Why it fails a launch:", "What to do:"):
        assert heading in page.out


def test_the_list_of_rules_is_laid_out_for_the_terminal_it_is_on() -> None:
    ran = on_terminal("rules", "list", rows=2000, columns=80)
    assert ran.out.isascii()
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.split()[:5] == ["rule", "severity", "stage", "what", "it"]
    assert " ".join(ran.out.split()).count("dhcpd-no-subnet info addressed") == 1


# --- why


@pytest.mark.parametrize(
    "subject, said",
    [
        ("i-cc3b22f8", "refuses an address to 106 instances"),
        ("d0:0d:cc:3b:22:f8", "refuses an address to 106 instances"),
        ("D0-0D-CC-3B-22-F8", "refuses an address to 106 instances"),
        ("172.31.0.15", "it has an address; nothing wrong is seen"),
        ("vnet199", "normal for a tap"),
        ("br0", "378 lines named it"),
        ("i-00000000", "Nothing here speaks about i-00000000"),
    ],
)
def test_why_tells_what_is_known_of_any_name(subject: str, said: str) -> None:
    ran = logdiag("why", subject, SAMPLES / "bridge-nolimit")
    assert (ran.status, ran.err) == (0, "")
    assert re.search(said, " ".join(ran.out.split()))


def test_why_tells_a_program_the_same_as_a_person() -> None:
    told = logdiag("why", "i-cc3b22f8", SAMPLES / "bridge-nolimit", "--format", "json").report
    assert told["incident"] == "missing-host-entry@nc01"
    assert [event["line"] for event in told["events"]] == [1868, 1897]


# --- engines


@pytest.mark.parametrize("case", ["bridge-limit", "euca4-200-instances", "euca4-excerpt"])
def test_the_grammars_themselves_give_the_same_report_byte_for_byte(case: str) -> None:
    slow = logdiag("scan", "--format", "json", case, "--engine", "lark", cwd=SAMPLES)
    assert slow == scan_of(case)
    assert slow.report["sources"]


# --- a real terminal


SIZES = [(24, 80), (36, 100), (50, 100)]


@pytest.mark.parametrize("rows, columns", SIZES)
@pytest.mark.parametrize("case", ["euca4-200-instances", "bridge-limit", "nobridge-nolimit"])
def test_the_answer_and_what_to_do_next_are_both_on_the_screen(case: str, rows: int, columns: int) -> None:
    ran = on_terminal("scan", case, rows=rows, columns=columns, cwd=SAMPLES)
    screen = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in ran.out.splitlines()]
    assert ran.status == 1
    assert len(screen) < rows  # one row is the prompt's
    assert max(map(len, screen)) <= columns
    said = " ".join(" ".join(screen).split())
    assert said.startswith(scan_of(case).report["verdict"]["text"])
    assert any(line.startswith("DO NEXT") for line in screen)
    assert ESCAPE in ran.out


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_without_colour_gets_plain_letters(env: dict[str, str]) -> None:
    ran = on_terminal("scan", STORY, env=env)
    assert ESCAPE not in ran.out
    assert ran.out.startswith("106 of 200 instances did not start")


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_what_is_no_terminal_gets_no_colour_even_if_a_file_is_written_from_one(
    form: str, tmp_path: Path
) -> None:
    assert ESCAPE not in logdiag("scan", STORY, "--format", form, env={"FORCE_COLOR": "1"}).out
    on_terminal("scan", STORY, "--format", form, "--output", tmp_path / "report")
    assert ESCAPE not in (tmp_path / "report").read_text()


def test_a_long_report_goes_through_the_pager_of_the_user(tmp_path: Path) -> None:
    pager = tmp_path / "my pager"
    pager.write_text("#!/bin/sh\necho paged: $#\nwc -l\n")
    pager.chmod(0o755)
    ran = on_terminal("scan", "-v", STORY, env={"PAGER": f"'{pager}' one two"})
    assert ran.status == 1
    # On a machine that is busy the progress of the reading stands before it.
    paged = ran.out[ran.out.index("paged: ") :].splitlines()
    assert paged[0] == "paged: 2"
    assert int(paged[1]) > 24


@pytest.mark.parametrize("pager", ["/nonexistent/pager", "false", "", "'"])
def test_a_report_is_not_lost_with_a_pager_that_does_not_work(pager: str) -> None:
    ran = on_terminal("scan", "-v", STORY, env={"PAGER": pager})
    assert ran.status == 1
    assert "106 of 200" in re.sub(r"\x1b\[[\d;]*m", "", ran.out).splitlines()[0]


def test_a_short_report_needs_no_pager() -> None:
    ran = on_terminal("scan", SAMPLES / "healthy-nolimit", env={"PAGER": "/nonexistent/pager"})
    assert (ran.status, "Nothing to do." in ran.out) == (0, True)


def test_messages_without_times_are_refused_once_a_file_with_the_command_that_exports_better(
    tmp_path: Path,
) -> None:
    lines = (SAMPLES / "bridge-limit" / "messages").read_text("utf-8").splitlines()
    bare = tmp_path / "cat.txt"
    bare.write_text("\n".join(line.split(": ", 1)[-1] for line in lines), "utf-8")
    ran = logdiag("scan", bare, SAMPLES / "bridge-limit" / "messages")
    assert ran.status == 2
    assert ran.err.count("journalctl -o export > ") == 1
    assert f"{bare}: holds messages without their times" in ran.err
    assert "75 instances" in ran.out


def test_a_pipe_is_no_wider_than_the_terminal_beside_it() -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 72, 0, 0))
    ran = subprocess.run(
        [*LOGDIAG, "scan", str(STORY)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env=environment(),
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert max(map(len, ran.stdout.decode().splitlines())) <= 72
