"""One stream in every form it may come in: the same findings, incidents, verdict, holes and launches."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from case import CAPTURES, Json, finding, scan
from cases import LAB, needs_lab
from command import LOGDIAG, environment, logdiag

JOURNAL_FORMS = CAPTURES / "journal-forms"
STREAMS = (
    *(f"flood/{name}" for name in ("bridge-limit", "bridge-nolimit", "nobridge-nolimit")),
    *(f"served/{name}" for name in ("healthy-nolimit", "healed", "story-94")),
)
TOLD = ("findings", "incidents", "verdict", "coverage", "coverage_total", "launches")
# A time that only some forms tell to the microsecond, or with a zone.
FINER = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
REMOTES = ("/usr/lib/systemd/systemd-journal-remote", "/lib/systemd/systemd-journal-remote")
has_remote = bool(shutil.which("systemd-journal-remote")) or any(Path(path).exists() for path in REMOTES)
needs_journal = pytest.mark.skipif(
    not has_remote or not shutil.which("journalctl"), reason="needs systemd-journal-remote and journalctl"
)


def same(report: Json) -> Json:
    """What must not differ from form to form: all but names of sources, raw lines and precision of times."""
    names = {source["name"] for source in report["sources"]} - {"-"}
    kept: Json = _same({key: report[key] for key in TOLD}, names)
    return kept


def _same(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _same(held, names) for key, held in value.items() if key != "evidence"}
    if isinstance(value, list):
        return [_same(held, names) for held in value]
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, "LOG")
        return FINER.sub(r"\1", value)
    return value


def conf_of(stream: str) -> Path:
    return LAB / stream / "euca-dhcp.conf"


@cache
def plain(stream: str) -> Json:
    return same(scan(LAB / stream / "messages", conf_of(stream)))


def make_forms(lines: Path, folder: Path, *journal: Path) -> None:
    """What journalctl prints of the lines, in the folder; the journal file too, if it is named."""
    subprocess.run([JOURNAL_FORMS / "make.sh", lines, folder, *journal], check=True)


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every stream as journalctl prints it, from journal files made of its records."""
    folder = tmp_path_factory.mktemp("journals")
    for stream in STREAMS:
        (folder / stream).mkdir(parents=True)
        make_forms(LAB / stream / "messages.rfc5424", folder / stream)
    return folder


@needs_lab
@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("form", ["messages.iso", "messages.rfc5424"])
def test_every_template_of_rsyslog_gives_the_same_report(stream: str, form: str) -> None:
    assert same(scan(LAB / stream / form, conf_of(stream))) == plain(stream)


@needs_lab
@pytest.mark.parametrize("stream", STREAMS)
def test_a_compressed_log_gives_the_same_report(stream: str, tmp_path: Path) -> None:
    packed = tmp_path / "messages-20261122.gz"
    packed.write_bytes(gzip.compress((LAB / stream / "messages").read_bytes()))
    assert same(scan(packed, conf_of(stream))) == plain(stream)


@needs_lab
@pytest.mark.parametrize("stream", STREAMS)
def test_a_piped_log_gives_the_same_report(stream: str) -> None:
    piped = scan("-", conf_of(stream), stdin=(LAB / stream / "messages").read_bytes())
    assert same(piped) == plain(stream)


@needs_lab
@needs_journal
@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("form", ["json", "short", "short-iso"])
def test_a_journal_gives_the_same_report(stream: str, form: str, journals: Path) -> None:
    assert same(scan(journals / stream / f"journal.{form}", conf_of(stream))) == plain(stream)


@pytest.mark.parametrize("form", ["messages.rfc5424", "journal.json", "journal.short", "journal.short-iso"])
def test_the_forms_kept_of_story_94_give_one_report(form: str) -> None:
    sample = CAPTURES.parent / "story-94"
    conf = sample / "euca-dhcp.conf"
    assert same(scan(JOURNAL_FORMS / form, conf)) == same(scan(sample / "messages", conf))


@needs_lab
@pytest.mark.parametrize("stream", STREAMS)
def test_three_templates_of_one_stream_count_once(stream: str) -> None:
    paths = [LAB / stream / name for name in ("messages", "messages.iso", "messages.rfc5424")]
    three, one = same(scan(*paths, conf_of(stream))), plain(stream)
    assert [each["id"] for each in three["incidents"]] == [each["id"] for each in one["incidents"]]
    for key in ("entity_count", "count", "at_least", "parts", "role", "status"):
        assert [each[key] for each in three["findings"]] == [each[key] for each in one["findings"]], key
    assert [hole["lost"] for hole in three["coverage"]] == [hole["lost"] for hole in one["coverage"]]
    assert three["launches"] == one["launches"]


def test_a_journal_beside_the_log_of_the_same_records_counts_once() -> None:
    sample = CAPTURES.parent / "story-94"
    both = scan(sample / "messages", JOURNAL_FORMS / "journal.json", sample / "euca-dhcp.conf")
    alone = scan(sample / "messages", sample / "euca-dhcp.conf")
    for rule in ("dhcpd-no-subnet", "rsyslog-rate-limit"):
        told, once = finding(both, rule), finding(alone, rule)
        assert told is not None
        assert once is not None
        assert (told["entity_count"], told["count"]) == (once["entity_count"], once["count"])
    assert [(one["name"], one["value"], one["how"]) for one in both["launches"]["counts"]] == [
        (one["name"], one["value"], one["how"]) for one in alone["launches"]["counts"]
    ]


@pytest.mark.parametrize("arguments", [[], ["-"]], ids=["no path", "a dash"])
@pytest.mark.parametrize("form", ["json", "short"])
def test_journalctl_is_piped_in_as_it_is_typed(form: str, arguments: list[str]) -> None:
    journal = (JOURNAL_FORMS / f"journal.{form}").read_bytes()
    ran = logdiag("scan", *arguments, "--format", "json", stdin=journal)
    assert (ran.status, ran.complaints) == (0, [])
    assert same(ran.report) == same(scan("-", stdin=journal))


@needs_lab
@needs_journal
@pytest.mark.parametrize(
    "typed", ["journalctl {} -o json | logdiag scan", "journalctl {} | logdiag scan -"]
)
def test_journalctl_on_a_journal_file_is_read_through_a_shell_pipe(typed: str, tmp_path: Path) -> None:
    stream, journal = "flood/bridge-nolimit", tmp_path / "system.journal"
    make_forms(LAB / stream / "messages.rfc5424", tmp_path, journal)
    line = typed.format(f"--file {journal}").replace("logdiag", " ".join(LOGDIAG))
    ran = subprocess.run(
        ["bash", "-c", f"{line} --format json"],
        capture_output=True,
        env=environment(TZ="UTC"),
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert same(json.loads(ran.stdout)) == same(scan(LAB / stream / "messages"))
