"""The reconstructed documents of the 2014 sample."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.reading import read_document
from logdiag.documents.recognise import recognise
from logdiag.documents.values import InstanceTable

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
STORY = SAMPLES / "euca4-200-instances"


def instances() -> InstanceTable:
    content = read_document("i", (STORY / "instances.txt").read_text(), "euca-describe-instances").content
    assert isinstance(content, InstanceTable)
    return content


def test_the_script_writes_the_committed_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLES / "make-euca4-documents.py", tmp_path], check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {name: (STORY / name).read_bytes() for name in ("instances.txt", "euca-dhcp.conf")}


def test_exactly_the_running_instances_have_an_entry() -> None:
    conf = read_document("c", (STORY / "euca-dhcp.conf").read_text(), "dhcpd.conf").content
    assert isinstance(conf, DhcpdConf)
    for row in instances().rows:
        digits = row.id.removeprefix("i-")
        entry = conf.host_of(":".join(["d0:0d", *(digits[at : at + 2] for at in range(0, 8, 2))]))
        assert (entry is not None) == (row.state == "running"), row
        if entry:
            assert entry.addresses == (row.private_ip,)
    assert len(conf.hosts) == 94


def test_only_one_whole_hour_offset_puts_the_log_within_an_hour_after_the_launches() -> None:
    launches = [row.launched for row in instances().rows if row.launched]
    assert len(launches) == 200
    log = datetime(2014, 12, 14, 23, 29, 56, tzinfo=UTC)
    hour = timedelta(hours=1)
    for launch in (min(launches), max(launches)):
        fitting = [h for h in range(-12, 15) if timedelta() <= log - h * hour - launch <= hour]
        assert fitting == [9]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the captures beside the checkout are absent")
def test_captures_are_copied_byte_for_byte() -> None:
    origins = {
        **dict.fromkeys(("bridge-nolimit", "bridge-limit", "nobridge-nolimit"), "flood"),
        **dict.fromkeys(("story-94", "healthy-nolimit", "healthy-limit", "healed"), "served"),
    }
    for name, origin in origins.items():
        for file in ("messages", "euca-dhcp.conf"):
            assert (SAMPLES / name / file).read_bytes() == (
                SHARED / "lab" / origin / name / file
            ).read_bytes()
    for file in ("messages", "zones.txt", "free.txt", "df.txt", "cpuinfo.txt"):
        assert (STORY / file).read_bytes() == (SHARED / "lab/story" / file).read_bytes()
    assert (SAMPLES / "euca4-excerpt/messages").read_bytes() == (STORY / "messages").read_bytes()


def test_every_document_of_every_sample_is_recognised_and_read_without_error() -> None:
    for path in sorted(SAMPLES.glob("*/*")):
        if path.name != "messages" and path.suffix in {".conf", ".txt"}:
            kind = recognise(path.read_text())
            assert kind, path
            assert read_document(path.name, path.read_text(), kind).error is None, path


def test_reading_the_package_loads_no_lark_before_a_document_is_read() -> None:
    code = "import sys; from logdiag.documents import recognise as r; r.recognise('x'); sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
