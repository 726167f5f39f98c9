"""The tables: instances, zones, free, df, /proc/cpuinfo. Outputs of free and df below are real ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.documents.reading import read_document
from logdiag.documents.recognise import recognise
from logdiag.documents.values import Cpus, Disks, InstanceTable, Memory, ReadDocument, VmType, ZoneTable

STORY = Path(__file__).resolve().parents[1] / "samples/euca4-200-instances"

# procps-ng 4.0.2 and coreutils 9.1 on one machine.
FREE_M = """\
               total        used        free      shared  buff/cache   available
Mem:           24105         360       23620           8         373       23744
Swap:              0           0           0
"""
FREE_KB = """\
               total        used        free      shared  buff/cache   available
Mem:        24684084      369652    24187636        8872      382564    24314432
Swap:              0           0           0
"""
FREE_H = """\
               total        used        free      shared  buff/cache   available
Mem:            23Gi       363Mi        23Gi       8.0Mi       376Mi        23Gi
Swap:             0B          0B          0B
"""
FREE_WLT = """\
               total        used        free      shared     buffers       cache   available
Mem:           24105         361       23618           8          28         346       23744
Low:           24105         487       23618
High:              0           0           0
Swap:              0           0           0
Total:         24105         361       23618
"""
DF_K = """\
Filesystem              1K-blocks     Used Available Use% Mounted on
devtmpfs                 12334460        0  12334460   0% /dev
tmpfs                    24684084        0  24684084   0% /dev/shm
/dev/vda                264212084 22863172  83527740  22% /
"""
DF_HT = """\
Filesystem               Type      Size  Used Avail Use% Mounted on
devtmpfs                 devtmpfs   12G     0   12G   0% /dev
/dev/vda                 ext4      252G   22G   80G  22% /
"""
DF_P = """\
Filesystem     1024-blocks     Used Available Capacity Mounted on
/dev/vda         264212084 22863172  83527740      22% /
none                     -        -         -        - /proc/sys with a blank
"""
CPUINFO = """\
processor\t: 0
vendor_id\t: AuthenticAMD
model name\t: AMD EPYC
flags\t\t: fpu vme de pse
bogomips\t: 5192.23
address sizes\t: 48 bits physical, 48 bits virtual
power management:

processor\t: 1
vendor_id\t: AuthenticAMD
power management:

"""


def read(text: str) -> ReadDocument:
    kind = recognise(text)
    assert kind is not None
    return read_document("table", text, kind)


def story(file: str) -> ReadDocument:
    return read((STORY / file).read_text())


def test_the_story_has_200_instances_and_94_run() -> None:
    document = story("instances.txt")
    assert document.facts == {"instances": 200, "pending": 106, "running": 94}
    assert isinstance(document.content, InstanceTable)
    assert len(document.content.in_state("running")) == 94
    first = document.content.rows[0]
    assert first.launched == datetime(2014, 12, 14, 14, 14, 8, 548000, tzinfo=UTC)
    assert (first.type, first.zone, first.line) == ("m1.small", "default", 2)
    assert first.reservation is not None


def row(*cells: str) -> str:
    return "\t".join(cells) + "\n"


@pytest.mark.parametrize(
    "cells, private, public",
    [
        (["", "", "", *[""] * 5, "203.0.113.9", "10.0.0.9"], "10.0.0.9", "203.0.113.9"),
        (["", "", ""], "10.0.0.8", "203.0.113.8"),
        (["", "", "", *[""] * 5, "(nil)", "0.0.0.0"], "10.0.0.8", "203.0.113.8"),  # noqa: S104
    ],
)
def test_addresses_come_from_their_columns_else_from_the_names(
    cells: list[str], private: str, public: str
) -> None:
    text = row("RESERVATION", "r-1", "o", "default") + row(
        *["INSTANCE", "i-1", "emi-1", "203.0.113.8", "10.0.0.8", "running", "", "0", *cells]
    )
    table = read(text).content
    assert isinstance(table, InstanceTable)
    assert (table.rows[0].private_ip, table.rows[0].public_ip) == (private, public)


def test_an_instance_without_address_has_none_and_other_rows_are_passed_over() -> None:
    text = (
        row("RESERVATION", "r-1", "o", "default")
        + row("INSTANCE", "i-1", "emi-1", "0.0.0.0", "0.0.0.0", "pending", "", "0", "", "m1.small", "soon")  # noqa: S104
        + row("BLOCKDEVICE", "/dev/vdb", "vol-1", "", "", "")
        + row("TAG", "instance", "i-1", "Name", "a b")
        + row("INSTANCE", "i-2", "emi-1", "", "", "strange")
    )
    document = read(text)
    assert document.error is None
    assert document.facts == {"instances": 2, "pending": 1, "other": 1}
    assert isinstance(document.content, InstanceTable)
    one, two = document.content.rows
    assert (one.private_ip, one.public_ip, one.launched, one.type) == (None, None, None, "m1.small")
    assert (two.state, two.type, two.reservation, two.line) == ("strange", None, "r-1", 5)


def test_a_table_pasted_from_a_screen_says_that_its_tabs_are_gone() -> None:
    document = read("RESERVATION r-1  o  default\nINSTANCE i-1  emi-1  0.0.0.0  0.0.0.0  pending\n")
    assert document.content is None
    assert document.facts == {}
    assert document.error is not None
    assert document.error.startswith("line 1, column 12: expected a TAB")
    assert document.error.endswith("found a blank")


def test_a_table_cut_in_a_row_keeps_the_rows_before() -> None:
    text = (STORY / "instances.txt").read_text()
    document = read(text[: text.index("\ti-") + len("\ti-")] + "1234\temi-")
    assert document.error is not None
    whole = read(text[: text.rindex("INSTANCE") + 20])
    assert whole.facts["instances"] == 199
    assert whole.error is not None
    assert whole.line == text.count("\n")


def test_zones_tell_the_room_for_each_type() -> None:
    table = story("zones.txt").content
    assert isinstance(table, ZoneTable)
    assert table.type_named("m1.small") == VmType("m1.small", 256, 256, 1, 32, 1, "default", 3)
    assert len(table.types) == 18
    assert table.zones[0].state.startswith("192.168.122.115 arn:euca")
    assert table.type_named("z9.none") is None


@pytest.mark.parametrize(
    "text, total, free, spare, swap, unit, line",
    [
        ((STORY / "free.txt").read_text(), 11902, 8546, 9779, 3967, "MB", 3),
        (FREE_M, 24105, 23620, 23744, 0, "MB", 2),
        (FREE_KB, 24105, 23620, 23744, 0, "kB", 2),
        (FREE_H, 23552, 23552, 23552, 0, "by suffix", 2),
        (FREE_WLT, 24105, 23618, 23744, 0, "MB", 2),
        ("     total   used   free\nMem:  64   3   61\n", 65536, 62464, None, None, "GB", 2),
        (
            "     total   used   free\nMem:  25276502016 1 24768139264\n",
            24105,
            23620,
            None,
            None,
            "bytes",
            2,
        ),
    ],
)
def test_memory_is_read_in_every_layout_and_unit(
    text: str, total: int, free: int, spare: int | None, swap: int | None, unit: str, line: int
) -> None:
    memory = read(text).content
    assert memory == Memory(total, free, spare, swap, unit, unit != "by suffix", line)


def test_the_assumed_unit_is_told() -> None:
    assert story("free.txt").facts["unit"] == "MB, assumed from the size"


def test_a_long_device_name_may_stand_on_its_own_line() -> None:
    disks = story("df.txt").content
    assert isinstance(disks, Disks)
    home = disks.holding("/var/lib/eucalyptus/instances/work")
    assert home is not None
    assert (home.device, home.available_bytes, home.line) == (
        "/dev/mapper/vg_euca4-lv_home",
        59 * 1024**3,
        7,
    )
    root = disks.holding("/var/lib")
    assert root is not None
    assert (root.mount, root.size_bytes) == ("/", 50 * 1024**3)


@pytest.mark.parametrize(
    "text, mount, available",
    [
        (DF_K, "/", 83527740 * 1024),
        (DF_HT, "/", 80 * 1024**3),
        (DF_P, "/", 83527740 * 1024),
        (DF_P, "/proc/sys with a blank", None),
        (DF_K.replace("1K-blocks", "1M-blocks"), "/dev", 12334460 * 1024**2),
        (DF_K.replace("1K-blocks", "512-blocks"), "/dev", 12334460 * 512),
    ],
)
def test_df_is_read_in_every_layout(text: str, mount: str, available: int | None) -> None:
    disks = read(text).content
    assert isinstance(disks, Disks)
    assert {row.mount: row.available_bytes for row in disks.rows}[mount] == available


def test_df_of_inodes_is_refused_with_the_reason() -> None:
    document = read("Filesystem  Inodes IUsed IFree IUse% Mounted on\n/dev/vda  16777216 1 2 1% /\n")
    assert document.content is None
    assert document.error == ("line 1, column 13: this counts inodes (df -i); room in bytes needs df -k")


@pytest.mark.parametrize(
    "text, count, line",
    [
        ((STORY / "cpuinfo.txt").read_text(), 2, 2),
        (CPUINFO, 2, 9),
        ("processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\n\n", 1, 1),
    ],
)
def test_processors_are_counted(text: str, count: int, line: int) -> None:
    assert read(text).content == Cpus(count, line)


def test_leases_are_counted_once_an_address_by_their_last_word() -> None:
    block = "lease {} {{\n  starts 0 2026/11/22 06:09:28;\n  binding state {};\n}}\n"
    text = (
        block.format("10.0.0.1", "active")
        + block.format("10.0.0.2", "active")
        + block.format("10.0.0.1", "free")
    )
    document = read(text)
    assert (document.kind, document.facts, document.content) == (
        "dhcpd.leases",
        {"leases": 2, "active": 1, "as_of": "2026-11-22T06:09:28+00:00"},
        None,
    )


@pytest.mark.parametrize("kind", ["cpuinfo", "euca-describe-availability-zones", "free", "df"])
def test_a_document_with_nothing_in_it_says_so(kind: str) -> None:
    document = read_document("x", "\n\n", kind)
    assert document.content is None
    assert document.error is not None


def test_a_kind_nobody_reads_is_told() -> None:
    assert read_document("x", "text", "lspci").error == "documents of kind 'lspci' are not read"


KINDS = (
    "euca-describe-instances",
    "euca-describe-availability-zones",
    "free",
    "df",
    "cpuinfo",
    "dhcpd.leases",
)
TEXTS = (
    (STORY / "instances.txt").read_text()[:900],
    *[(STORY / f"{name}.txt").read_text() for name in ("zones", "free", "df", "cpuinfo")],
    DF_P,
    FREE_WLT,
)


@given(
    st.sampled_from(KINDS),
    st.sampled_from(TEXTS),
    st.integers(0, 900),
    st.text(max_size=5),
    st.integers(0, 9),
)
@settings(max_examples=200, deadline=None)
def test_damaged_tables_never_raise(kind: str, text: str, at: int, what: str, lost: int) -> None:
    document = read_document("x", text[:at] + what + text[at + lost :], kind)
    assert (document.error is None) == (document.line is None)
    if document.content is None and kind != "dhcpd.leases":
        assert document.facts == {}
        assert document.error is not None
