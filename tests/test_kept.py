"""Kept: lines of a packed log are shown without unpacking it again, and as they stand in it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from cases import NOW, find, vocabulary

from logdiag import share as share_module
from logdiag.correlate import evidence as evidence_module
from logdiag.diagnose import Options, diagnose
from logdiag.kept import Kept
from logdiag.pace import Pace
from logdiag.read.source import lines_at
from logdiag.report.as_json import render_json

REFUSAL = "DHCPDISCOVER from d0:0d:00:00:00:{:02x} via br0: network euca: no free leases"
LOG = "".join(
    f"Jun 10 10:00:0{second} nc1 cron[5]: job\n" * 400
    + f"Jun 10 10:00:0{second} nc1 dhcpd: {REFUSAL.format(second)}"
    + "\r" * second
    + "\n"
    for second in range(4)
)


@pytest.mark.parametrize(("room", "is_read_again"), [(0, True), (300, True), (1 << 20, False)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_texts_are_those_of_the_plain_log_however_many_are_kept(
    room: int, is_read_again: bool, jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hyperscan", reason="without Hyperscan nothing is picked")
    (tmp_path / "messages").write_text(LOG, newline="")
    (tmp_path / "packed").mkdir()
    (tmp_path / "packed" / "messages").write_bytes(gzip.compress(LOG.encode()))
    (tmp_path / "packed" / "daemon.log").write_bytes(gzip.compress(LOG.encode()))
    monkeypatch.setattr(share_module, "ROOM", room)
    again: list[object] = []

    def noted(*asked: object) -> dict[int, bytes]:
        again.append(asked)
        return lines_at(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(evidence_module, "lines_at", noted)
    pace = Pace(jobs=jobs, worth_searching=0, worth_sharing=0, worth_unpacking=0)

    def texts(folder: Path) -> list[str]:
        report = diagnose(find(folder), Options(now=NOW), vocabulary(), "test", pace)
        told = json.loads(render_json(report))
        return [one["text"] for finding in told["findings"] for one in finding["evidence"]]

    wanted = texts(tmp_path / "messages")
    again.clear()
    assert texts(tmp_path / "packed" / "messages") == wanted
    assert bool(again) == is_read_again
    assert set(texts(tmp_path / "packed")) == set(wanted)
    assert len(wanted) >= 4


def test_lines_are_found_by_their_numbers_in_the_whole() -> None:
    kept = Kept(room=1_000)
    kept.take(0, [(1, b"a"), (3, b"c")])
    kept.take(7, [(2, b"z")])
    assert kept.lines([1, 2, 3, 9, 12], {0: 1, 3: 5, 7: 11}) == {1: b"a", 3: b"c", 12: b"z"}
    assert kept.lines([0, 4], {0: 1}) == {}


def test_no_more_is_kept_than_there_is_room() -> None:
    kept = Kept(room=250)
    kept.take(0, [(number, b"x" * 20) for number in range(9)])
    kept.take(1, [(1, b"")])
    assert kept.texts == {0: {0: b"x" * 20, 1: b"x" * 20}}
