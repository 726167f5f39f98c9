"""Reads what a machine tells of itself: free, df, /proc/cpuinfo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from logdiag.documents.grammar import Fault, fault, parse_rows
from logdiag.documents.tree import line_of, named, tokens_in, trees_in
from logdiag.documents.values import Cpus, Disk, Disks, Memory

if TYPE_CHECKING:
    from logdiag.documents.grammar import Branch

_POWER = {"B": 0, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
_MB = 1024**2
# free prints no unit. A total below this is GB (no cloud host has 128 MB, a few have 128 GB), below
# 4 TB in MB it is MB, below 4 TB in kB kB, else bytes.
_UNITS = (("GB", 128, 1024**3), ("MB", 4_000_000, _MB), ("kB", 4_000_000_000, 1024), ("bytes", math.inf, 1))


def read_free(text: str) -> tuple[Memory | None, Fault | None]:
    """Memory, in whichever layout and unit free printed it."""
    tree, first_fault = parse_rows("free", text)
    memory = row_of(tree, "memory") if tree else {}
    if tree is None or "total" not in memory:
        return None, first_fault or fault(text, 0, "expected a row 'Mem:' with a total, found none")
    unit, size, assumed = unit_of(memory["total"])
    buffers = named(tree, "buffers")
    rest = trees_in(buffers[0])[1] if buffers else memory.get("available")
    return Memory(
        total_mb=in_mb(memory["total"], size) or 0,
        free_mb=in_mb(memory.get("free"), size) or 0,
        without_caches_mb=in_mb(rest, size),
        swap_free_mb=in_mb(row_of(tree, "swap").get("free"), size),
        unit=unit,
        unit_assumed=assumed,
        line=line_of(tokens_in(rest or memory["total"])[0]),
    ), first_fault


def row_of(tree: Branch, name: str) -> dict[str, Branch]:
    """The sizes of free's first row of a name, by the words of the heading. {} where there is no such row."""
    columns = [str(word) for word in tokens_in(named(tree, "heading")[0])]
    sizes = next((trees_in(row) for row in named(tree, name)), [])
    return dict(zip(columns, sizes, strict=False))


def unit_of(total: Branch) -> tuple[str, int, bool]:
    """The unit of free's bare numbers, in words and bytes, and whether it had to be assumed."""
    number, *suffix = tokens_in(total)
    if suffix:
        return "by suffix", 1, False
    unit, _, size = next(each for each in _UNITS if float(number) < each[1])
    return unit, size, True


def in_mb(size: Branch | None, unit: int) -> int | None:
    """A size of free in MB, rounded down; a suffix of its own outweighs the unit."""
    amount = in_bytes(size, unit)
    return None if amount is None else amount // _MB


def in_bytes(size: Branch | None, unit: int) -> int | None:
    """A size in bytes: with a suffix by that (1024 steps), else in the unit given. None for `-`."""
    if size is None:
        return None
    number, *suffix = tokens_in(size)
    if number == "-":
        return None
    scale = 1024 ** _POWER[suffix[0][0].upper()] if suffix else unit
    return round(float(number.replace(",", ".")) * scale)


def read_df(text: str) -> tuple[Disks | None, Fault | None]:
    """File systems. `df -i` counts files, not bytes, and is refused with a word why."""
    tree, first_fault = parse_rows("df", text)
    if tree is None:
        return None, first_fault
    blocks = next(word for word in tokens_in(named(tree, "heading")[0]) if word.type == "BLOCKS")
    if blocks == "Inodes":
        return None, fault(
            text, blocks.start_pos or 0, "this counts inodes (df -i); room in bytes needs df -k"
        )
    unit = block_size(blocks)
    rows = tuple(disk(branch, unit) for branch in named(tree, "disk"))
    return (Disks(rows) if rows or not first_fault else None), first_fault


def block_size(blocks: str) -> int:
    """Bytes of df's unit by its heading (1K-blocks, 1024-blocks, 1M-blocks); under Size, suffixes tell."""
    number, _, rest = blocks.partition("-")
    if not rest:
        return 1
    power = _POWER.get(number[-1], 0)
    return int(number.rstrip("KMG")) * int(1024**power)


def disk(branch: Branch, unit: int) -> Disk:
    """A row of df."""
    words, sizes = tokens_in(branch), trees_in(branch)
    size, used, available = (in_bytes(each, unit) for each in sizes)
    mount = words[-1]
    return Disk(str(words[0]), size, used, available, str(mount).strip(), line_of(mount))


def read_cpuinfo(text: str) -> tuple[Cpus | None, Fault | None]:
    """How many processors are listed."""
    tree, first_fault = parse_rows("cpuinfo", text)
    processors = named(tree, "processor") if tree else []
    if not processors:
        return None, first_fault
    return Cpus(len(processors), line_of(tokens_in(processors[-1])[0])), first_fault
