"""Bad input: one clear line that says what, where and what to do next; the right status; nothing lost."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import report_on
from command import (
    LAB,
    LOGDIAG,
    NOBODY,
    ROOT,
    SAMPLES,
    WITHOUT_RIGHTS,
    Ran,
    environment,
    logdiag,
    on_terminal,
)

from logdiag.parse.grammar import grammar_folder
from logdiag.rules.library import all_rules

GOOD = SAMPLES / "nobridge-nolimit" / "messages"
CONF = SAMPLES / "bridge-nolimit" / "euca-dhcp.conf"
as_root = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv, to give rights away"
)
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="needs the lab captures in ../shared")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def complaint(ran: Ran) -> str:
    """The one line on standard error, which names a cure behind its last semicolon."""
    assert len(ran.complaints) == 1, ran.err
    assert ran.err.startswith("logdiag: ")
    assert ran.err.endswith("\n")
    assert ran.err.rstrip("\n").isprintable()
    what, _, cure = ran.complaints[0].rpartition("; ")
    assert what, ran.err
    assert cure, ran.err
    return ran.complaints[0].removeprefix("logdiag: ")


@cache
def good_report() -> dict[str, Any]:
    """The report of the good log alone."""
    return logdiag("scan", "--format", "json", GOOD).report


def without_files(report: dict[str, Any]) -> dict[str, Any]:
    """What a report says, without the lists of what was read and what would let more be read."""
    files = ("sources", "documents", "not_run", "hints")
    return {key: value for key, value in report.items() if key not in files}


def beside_the_good_log(path: Path, command: Sequence[str] = LOGDIAG) -> Ran:
    """A scan of the path and the good log, whose answer must be that of the good log alone."""
    ran = logdiag("scan", "--format", "json", path, GOOD, command=command)
    assert without_files(ran.report) == without_files(good_report())
    assert good_report()["sources"][0] in ran.report["sources"]
    return ran


# --- paths: what there is, what is said of it, the status alone, the status beside a good log


def no_file(folder: Path) -> Path:
    return folder / "messages"


def file_of(content: bytes, name: str = "messages") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def folder_of(content: bytes | None) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        inner = folder / "logs"
        inner.mkdir()
        if content is not None:
            (inner / "blob").write_bytes(content)
        return inner

    return make


NOISE = bytes(range(256)) * 16
JOURNAL = b"LPKSHHRH" + bytes(256)
PATHS = {
    "a missing path": (no_file, "messages: does not exist; check the path", 2),
    "an empty file": (file_of(b""), "messages: is empty; give a log", 1),
    "a binary file": (file_of(NOISE), "messages: is binary; name a text log", 1),
    "an empty folder": (folder_of(None), "logs: is an empty folder; name a folder or a file", 1),
    "a folder without logs": (folder_of(NOISE), "logs: holds no log; name a folder or a file", 1),
    "a journal file": (file_of(JOURNAL, "system.journal"), "is a binary journal", 2),
    "an lz4 file": (
        file_of(b"\x04\x22\x4d\x18" + b"\xff" * 99, "messages.lz4"),
        "is packed with lz4, not read yet; unpack",
        2,
    ),
    "zeros": (file_of(bytes(4096)), "messages: ", 1),
}


@pytest.mark.parametrize("make, said, beside", PATHS.values(), ids=PATHS)
def test_a_path_that_gives_no_log_is_told_in_one_line_and_costs_no_other_log(
    make: Callable[[Path], Path], said: str, beside: int, tmp_path: Path
) -> None:
    path = make(tmp_path)
    alone = logdiag("scan", path)
    assert (alone.status, alone.out) == (2, "")
    assert said in complaint(alone)
    assert str(path) in complaint(alone)
    both = beside_the_good_log(path)
    assert complaint(both) == complaint(alone)
    assert both.status == beside


@pytest.mark.parametrize("command", [("why", "vnet3"), ("parse",)], ids=" ".join)
def test_every_command_tells_a_missing_path_in_the_same_words(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    ran = logdiag(*command, tmp_path / "messages")
    assert (ran.status, ran.out) == (2, "")
    assert complaint(ran).endswith("messages: does not exist; check the path")
    beside = logdiag(*command, tmp_path / "messages", GOOD)
    assert (beside.status, complaint(beside)) == (2, complaint(ran))
    assert beside.out == logdiag(*command, GOOD).out


def test_a_slip_in_a_name_is_answered_with_the_name_that_was_meant(tmp_path: Path) -> None:
    shutil.copy(GOOD, tmp_path / "messages")
    assert complaint(logdiag("scan", "mesages", cwd=tmp_path)).endswith("did you mean messages?")


def test_an_empty_pipe_is_told_and_costs_no_other_log() -> None:
    for ran in (logdiag("scan", stdin=b""), logdiag("scan", "-", stdin=b"")):
        assert (ran.status, ran.out) == (2, "")
        assert complaint(ran).startswith("-: is empty: nothing came in on the pipe; check the command")
    both = logdiag("scan", "--format", "json", "-", GOOD, stdin=b"")
    assert both.status == 1
    assert without_files(both.report) == without_files(good_report())


@as_root
def test_a_file_of_another_user_is_told_with_the_command_that_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    shutil.copy(GOOD, path)
    path.chmod(0o600)
    os.chown(path, NOBODY, NOBODY)
    alone = logdiag("scan", path, command=WITHOUT_RIGHTS)
    assert (alone.status, alone.out) == (2, "")
    assert complaint(alone) == f"{path}: may not be read by you; try sudo logdiag scan {path}"
    assert beside_the_good_log(path, WITHOUT_RIGHTS).status == 2


@as_root
def test_a_file_of_another_user_inside_a_folder_is_told_in_the_report_with_that_command(
    tmp_path: Path,
) -> None:
    shutil.copy(GOOD, tmp_path / "messages")
    shutil.copy(GOOD, tmp_path / "secret")
    (tmp_path / "secret").chmod(0o600)
    os.chown(tmp_path / "secret", NOBODY, NOBODY)
    ran = logdiag("scan", tmp_path, command=WITHOUT_RIGHTS)
    assert (ran.status, ran.err) == (1, "")
    assert re.search(r"NOT READ .*secret: may not be read by you", " ".join(ran.out.split()))
    assert f"sudo logdiag scan {tmp_path}" in " ".join(ran.out.split())


def test_the_status_of_an_unreadable_path_is_told_even_where_nothing_else_is_wrong(tmp_path: Path) -> None:
    healthy = SAMPLES / "healthy-nolimit"
    assert logdiag("scan", tmp_path / "gone", healthy).status == 2
    assert logdiag("scan", tmp_path / "gone", healthy, "--fail-on", "never").status == 2


def test_many_paths_that_cannot_be_read_do_not_bury_the_report(tmp_path: Path) -> None:
    ran = logdiag("scan", GOOD, *(tmp_path / f"messages.{n}" for n in range(100)))
    assert ran.status == 2
    assert len(ran.complaints) == 21
    assert ran.complaints[-1].startswith("logdiag: 80 more files were not read; ")


# --- files that can be read in part


def test_a_gzip_file_cut_short_gives_status_2(tmp_path: Path) -> None:
    path = file_of(gzip.compress(GOOD.read_bytes())[:2000], "messages.gz")(tmp_path)
    assert logdiag("scan", path).status == 2


def test_a_gzip_file_cut_short_is_told_and_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = file_of(gzip.compress(GOOD.read_bytes())[:2000], "messages.gz")(tmp_path)
    ran = logdiag("scan", "--format", "json", path)
    assert re.search(r"messages\.gz: is cut short: .*; get a whole copy of the file$", complaint(ran))
    (source,) = ran.report["sources"]
    assert source["lines"] > 500
    assert "is cut short" in source["error"]
    assert [hole["kind"] for hole in ran.report["coverage"]] == ["truncated"]


@needs_lab
def test_the_captured_gzip_file_that_is_cut_short_is_told_too() -> None:
    ran = logdiag("scan", "--format", "json", LAB / "files" / "messages-truncated.gz")
    assert "is cut short" in complaint(ran)
    assert ran.report["sources"][0]["lines"] > 0


def test_a_syntax_error_in_a_dhcpd_conf_is_named_by_line_and_column_and_the_log_is_read(
    tmp_path: Path,
) -> None:
    lines = CONF.read_text().splitlines(keepends=True)
    lines[25] = lines[25].replace(";", "")
    path = file_of("".join(lines).encode(), "euca-dhcp.conf")(tmp_path)
    ran = logdiag("scan", "--format", "json", path, GOOD)
    assert ran.status == 2
    assert complaint(ran).startswith(f"{path}: line 27, column 3: expected ';'")
    assert [each["id"] for each in ran.report["incidents"]] == [
        each["id"] for each in good_report()["incidents"]
    ]
    (document,) = ran.report["documents"]
    assert (document["line"], document["column"], document["facts"]["hosts"]) == (27, 3, 2)


def test_a_euca_dhcp_conf_cut_off_while_it_was_written_is_told_and_read_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    path = file_of(CONF.read_bytes()[:4000], "euca-dhcp.conf")(tmp_path)
    ran = logdiag("scan", "--format", "json", path, GOOD)
    assert ran.status == 2
    assert re.search(r": line \d+, column \d+: the file ends before the '}' that closes", complaint(ran))
    assert complaint(ran).endswith("; get a whole copy of it")
    (document,) = ran.report["documents"]
    assert document["facts"]["complete"] is False
    assert document["facts"]["hosts"] > 30
    assert ran.report["incidents"]


# --- options and commands

OPTIONS = {
    "--format nope": "--format nope: no such value; there are terminal, markdown, json",
    "--format jsn": "--format jsn: no such value; did you mean json?",
    "--engine x": "--engine x: no such value; there are auto, lark",
    "--fail-on x": "--fail-on x: no such value; there are error, warning, never",
    "--year abc": "--year abc: no year a log is of; give one like 2014",
    "--year 99": "--year 99: no year a log is of; give one like 2014",
    "--year ٢٠١٤": "--year \\u{662}\\u{660}\\u{661}\\u{664}: no year a log is of; give one like 2014",
    "--year 99999999999999999999": "--year 99999999999999999999: no year a log is of; give one",
    "--tz Nowhere": "--tz 'Nowhere': no such zone; give a name like Asia/Tokyo or +09:00",
    "--requested -1": "--requested -1: no number of instances; give one like 200",
    "--requested many": "--requested many: no number of instances; give one like 200",
    "--requested 1.5": "--requested 1.5: no number of instances; give one like 200",
    "--qqqqqq": "--qqqqqq: no such option; see logdiag scan --help",
    "--frmat json": "--frmat: no such option; did you mean --format?",
    "--year": "option '--year' requires an argument; see logdiag",
}
LATER = {
    "scan --redact": "--redact",
    "scan --format html": "--format html",
    "scan --format text": "--format text",
    "scan --format csv": "--format csv",
}


@pytest.mark.parametrize("option, said", OPTIONS.items(), ids=OPTIONS)
def test_an_option_that_means_nothing_is_told_with_what_is_meant_to_stand_there(
    option: str, said: str
) -> None:
    ran = logdiag("scan", GOOD, *option.split())
    assert (ran.status, ran.out) == (2, "")
    assert complaint(ran).startswith(said)


@pytest.mark.parametrize("zone", ["/etc/passwd", "../../etc/hosts"])
def test_a_zone_that_is_the_path_of_a_file_is_no_zone(zone: str) -> None:
    ran = logdiag("scan", GOOD, "--tz", zone)
    assert (ran.status, ran.out) == (2, "")
    assert complaint(ran).startswith(f"--tz '{zone}': no such zone; give a name like")


@pytest.mark.parametrize("words, name", LATER.items(), ids=LATER)
def test_what_a_later_version_will_know_is_refused_in_one_line(words: str, name: str) -> None:
    ran = logdiag(*words.split(), GOOD)
    assert (ran.status, ran.out) == (2, "")
    assert complaint(ran).startswith(f"{name}: not built yet in logdiag ")


@pytest.mark.parametrize(
    "words, said",
    [
        ("frobnicate", "frobnicate: no such command; there are scan, why, parse, explain, rules"),
        ("scna", "scna: no such command; did you mean scan?"),
        ("rules frobnicate", "frobnicate: no such command; there are list, show, check, new"),
        (
            "rules show dhcpd-no-subne",
            "rules show dhcpd-no-subne: no such rule; did you mean dhcpd-no-subnet?",
        ),
        ("rules show", "missing argument 'RULE'; see logdiag rules show --help"),
        ("why", "missing argument 'ID'; see logdiag why --help"),
        ("--frobnicate", "--frobnicate: no such option; see logdiag --help"),
        ("why i-7C4F3DF4 --format markdown", "--format markdown: no such value; there are terminal, json"),
        ("parse --format json", "--format json: no such value; did you mean jsonl?"),
    ],
)
def test_a_command_that_is_mistyped_is_told_with_those_there_are(words: str, said: str) -> None:
    ran = logdiag(*words.split())
    assert (ran.status, ran.out) == (2, "")
    assert complaint(ran) == said


# --- where the report goes


@pytest.mark.parametrize("output", ["/nonexistent/ticket.md", "/", "/dev/full"])
def test_a_report_that_cannot_be_written_where_it_should_is_not_lost(output: str) -> None:
    ran = logdiag("scan", GOOD, "--output", output)
    assert ran.status == 2
    assert complaint(ran).startswith(f"--output {output}: ")
    assert ran.out == logdiag("scan", GOOD).out


def test_a_log_is_never_overwritten_by_its_own_report(tmp_path: Path) -> None:
    log = tmp_path / "messages"
    shutil.copy(GOOD, log)
    (tmp_path / "link").symlink_to(log)
    shutil.copy(CONF, tmp_path / "conf")
    for output in ("messages", "link", "conf"):
        ran = logdiag("scan", "messages", "conf", "--output", output, cwd=tmp_path)
        assert (ran.status, ran.out) == (2, "")
        assert complaint(ran) == f"--output {output}: is one of the files to read; name another file"
    assert log.read_bytes() == GOOD.read_bytes()
    assert (tmp_path / "conf").read_bytes() == CONF.read_bytes()


@pytest.mark.parametrize("command", ["parse", "scan --format json", "rules list", "scan --help"])
def test_a_closed_pipe_is_quiet(command: str) -> None:
    words = f"{' '.join(LOGDIAG)} {command} {'' if 'rules' in command else GOOD}"
    ran = logdiag("-c", f'{words} | head -n 1; exit "${{PIPESTATUS[0]}}"', command=("bash",))
    assert (ran.status in (0, 1), ran.err, len(ran.out.splitlines())) == (True, "", 1)


@pytest.mark.parametrize("command", ["parse", "scan", "scan --help"])
def test_a_full_disk_is_told_in_one_line(command: str) -> None:
    ran = logdiag("-c", f"{' '.join(LOGDIAG)} {command} {GOOD} > /dev/full", command=("bash",))
    assert ran.status == 2
    assert len(ran.complaints) == 1
    assert "No space left on device" in ran.err


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_change_no_status(closed: str) -> None:
    ran = logdiag("-c", f"{' '.join(LOGDIAG)} scan {GOOD} {closed}", command=("bash",))
    assert (ran.status, ran.err) == (1, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "euc-jp"])
def test_a_character_that_the_terminal_cannot_show_is_spelled_out(encoding: str, tmp_path: Path) -> None:
    log = GOOD.read_bytes().replace(b" nc01 ", " ノード1 ".encode())
    path = file_of(log)(tmp_path)
    for form in ("terminal", "markdown", "json"):
        ran = subprocess.run(
            [*LOGDIAG, "scan", path, "--format", form],
            capture_output=True,
            env=environment(PYTHONIOENCODING=encoding),
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (1, b"")
        ran.stdout.decode(encoding)


@pytest.mark.parametrize("columns", ["1", "abc", "-5", "0", "99999999999", "20"])
def test_no_width_of_the_screen_stops_it(columns: str) -> None:
    ran = logdiag("scan", GOOD, env={"COLUMNS": columns})
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.startswith("dhcpd on nc01 serves nobody")


def test_no_size_of_the_terminal_stops_it() -> None:
    for rows, columns in ((1, 1), (0, 0), (5, 400), (1000, 10)):
        ran = on_terminal("scan", GOOD, rows=rows, columns=columns, env={"PAGER": "cat"})
        assert ran.status == 1
        assert COLOUR.sub("", ran.out).startswith("dhcpd on nc01 serves nobody")


# --- Ctrl-C


def is_spooling(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has come so far as to read its pipe into a file."""
    folder = Path(f"/proc/{process.pid}/fd")
    try:
        return any("logdiag-" in os.readlink(each) for each in folder.iterdir())
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
@pytest.mark.parametrize("command", ["scan", "parse", "why"])
def test_ctrl_c_ends_it_at_once_without_a_word(command: str) -> None:
    words = [command, *(["vnet3"] if command == "why" else []), "-"]
    process = subprocess.Popen(
        [*LOGDIAG, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    latest = time.monotonic() + 30
    while not is_spooling(process) and time.monotonic() < latest:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


# --- hostile names and hostile lines

NAMES = [
    "two\nlines",
    "esc\x1b[31mape",
    "a b  c",
    "-v",
    "--format",
    "bell\a",
    "$(touch x)",
    "`x`;|&",
    "\u202emx",
]


def is_plain(ran: Ran) -> bool:
    """Whether nothing on either stream would move a terminal's cursor or change its colours."""
    return all(line.isprintable() for text in (ran.out, ran.err) for line in text.split("\n"))


def test_a_name_never_reaches_the_terminal_raw_nor_is_taken_for_an_option(tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(GOOD, tmp_path / name)
        shutil.copy(CONF, tmp_path / f"{name}.conf")
    scan = logdiag("scan", "--", *NAMES, *(f"{name}.gone" for name in NAMES), cwd=tmp_path)
    assert (scan.status, is_plain(scan)) == (2, True)
    assert len(scan.complaints) == len(NAMES)
    assert scan.out.startswith("dhcpd on nc01 serves nobody")
    table = logdiag("parse", "--format", "table", "--", *NAMES, cwd=tmp_path)
    assert (table.status, is_plain(table)) == (0, True)
    assert len(table.out.splitlines()) == len(NAMES) * (1422 + 3) - 1
    for words in (("scan", "--format", "markdown", "."), ("scan", "-v", "."), ("why", "vnet3", ".")):
        ran = logdiag(*words, cwd=tmp_path)
        assert (ran.err, is_plain(ran)) == ("", True)


def test_a_name_that_is_no_text_is_read_and_told(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe"
    Path(os.fsdecode(path)).write_bytes(GOOD.read_bytes())
    ran = logdiag("scan", "--format", "json", os.fsdecode(path), os.fsdecode(path + b"x"))
    assert ran.status == 2
    assert "\\xff\\xfex: does not exist" in complaint(ran)
    assert ran.report["incidents"]


@pytest.mark.parametrize("word", ["\x1b[2J\na", "\u202ei-7C4F3DF4\x07"], ids=ascii)
def test_words_of_the_command_line_come_back_harmless(word: str) -> None:
    for words in (
        ("scan", word),
        ("why", word, GOOD),
        ("scan", "--format", word, GOOD),
        ("scan", f"--{word}", GOOD),
        ("scan", GOOD, "--output", f"/nonexistent/{word}"),
        ("rules", "show", word),
        (word,),
    ):
        ran = logdiag(*words)
        assert is_plain(ran)
        assert "Traceback" not in ran.err


def test_a_log_of_hostile_lines_is_plain_in_every_form(tmp_path: Path) -> None:
    hostile = b"\x1b]0;pwned\x07 \xe2\x80\xae <script>alert(1)</script> \x9b31m \x00 \xff | ` @all #1"
    lines = [line + b" " + hostile + b"\n" for line in GOOD.read_bytes().splitlines()[:200]]
    path = file_of(b"".join(lines) + hostile * 50 + b"\n" + hostile)(tmp_path)
    for words in (
        ("scan",),
        ("scan", "-v"),
        ("scan", "--brief"),
        ("parse", "--format", "table"),
        ("parse",),
    ):
        ran = logdiag(*words, path)
        assert is_plain(ran)
        assert ran.err == ""
    assert is_plain(logdiag("scan", "--format", "markdown", path))
    json.loads(logdiag("scan", "--format", "json", path).out)


# --- a broken installation


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout, which a test may break."""
    hidden = shutil.ignore_patterns("__pycache__")
    for folder in ("logdiag", "grammars"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=hidden)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def scanned_by(checkout: Path, *paths: Path) -> Ran:
    command = (sys.executable, "-P", "-c", PROGRAM.format(str(checkout)))
    return logdiag("scan", *paths, command=command)


PROGRAM = "import sys; sys.path.insert(0, {!r}); from logdiag.cli import main; main()"


@pytest.mark.parametrize(
    "part, said",
    [
        ("message/dhcpd", "is not Lark's grammar language from here on; compare the line above"),
        ("line/rfc3164", "is not Lark's grammar language from here on; compare the line above"),
        ("document/dhcpd_conf", "; mend this grammar"),
    ],
)
def test_a_damaged_grammar_is_named_by_file_and_line(part: str, said: str, checkout: Path) -> None:
    grammar = checkout / "grammars" / f"{part}.lark"
    line = grammar.read_text().count("\n") + 1
    grammar.write_text(grammar.read_text() + "damaged {{{\n")
    ran = scanned_by(checkout, GOOD, CONF)
    assert (ran.status, ran.out) == (2, "")
    assert re.search(rf"grammars/{part}\.lark:{line}: ", complaint(ran))
    assert said in complaint(ran)


def test_a_grammar_that_breaks_a_rule_of_its_author_is_named_by_line_and_rule(checkout: Path) -> None:
    grammar = checkout / "grammars" / "message" / "dhcpd.lark"
    changed = grammar.read_text() + "\n// primary: here\n// e.g. x\nnew_kind: VIA\n"
    grammar.write_text(changed)
    ran = scanned_by(checkout, GOOD)
    assert (ran.status, ran.out) == (2, "")
    assert re.search(r"grammars/message/dhcpd\.lark:\d+: ", complaint(ran))


@pytest.mark.parametrize(
    "damage, said",
    [
        (lambda text: f"{text}\ndef (:\n", r"SyntaxError: .*; mend this rule"),
        (lambda text: f"{text}\nx = 1 / 0\n", r"ZeroDivisionError: division by zero; mend this rule"),
        (lambda text: text.replace("\nrule = ", "\nruler = "), r"holds no `rule = Rule\(\.\.\.\)`; see"),
        (
            lambda text: text.replace("\n\n\n", "\n\nimport logdiag.gone\n", 1),
            r"ModuleNotFoundError: .*; mend this rule",
        ),
    ],
    ids=["syntax", "error", "no rule", "import"],
)
def test_a_broken_rule_is_named_by_file_and_line(
    damage: Callable[[str], str], said: str, checkout: Path
) -> None:
    rule = checkout / "logdiag" / "rules" / "dhcpd_exited.py"
    rule.write_text(damage(rule.read_text()))
    ran = scanned_by(checkout, GOOD)
    assert (ran.status, ran.out) == (2, "")
    assert re.search(rf"logdiag/rules/dhcpd_exited\.py:\d+: {said}", complaint(ran))


# ---- numbers

# Python reads no number of more digits than 4,300 from a text.
DIGITS = "9" * 4400
NUMBER = re.compile(r"[0-9]+")


def with_a_long_number(line: str, which: int) -> str:
    """A line whose first, second, ... number has thousands of digits."""
    numbers = list(NUMBER.finditer(line))
    if not numbers:
        return line
    one = numbers[which % len(numbers)]
    return f"{line[: one.start()]}{DIGITS}{line[one.end() :]}"


def test_numbers_of_thousands_of_digits_in_any_line_that_is_known_stop_nothing(tmp_path: Path) -> None:
    texts = [path.read_text("ascii") for path in sorted(grammar_folder().glob("*/*.lark"))]
    samples = re.findall(r"^\s*// e\.g\. (.*)$", "\n".join(texts), re.MULTILINE)
    assert len(samples) > 2000
    lines = [with_a_long_number(line, number) for number, line in enumerate(samples)]
    (tmp_path / "messages").write_text("\n".join(lines) + "\n", "ascii")
    (source,) = logdiag("scan", "--format", "json", tmp_path / "messages").report["sources"]
    assert source["lines"] == len(lines)


@pytest.mark.parametrize("which", range(3))
def test_numbers_of_thousands_of_digits_stop_no_rule(which: int, tmp_path: Path) -> None:
    for rule in all_rules():
        for number, log in enumerate(rule.fires):
            text = "".join(
                with_a_long_number(line, which + number) for line in log.splitlines(keepends=True)
            )
            (tmp_path / "messages").write_text(text, "utf-8")
            assert report_on(tmp_path / "messages").sources, rule.id
