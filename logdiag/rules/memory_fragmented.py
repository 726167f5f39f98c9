"""The kernel could not get a piece of memory in one.

What it looks for: `page allocation failure: order:4`.

Why it fails a launch: packets are dropped and devices fail to start, with memory free but in small pieces.

What to do: raise vm.min_free_kbytes; drop caches; update the driver that asks for so much.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="memory-fragmented",
    kinds={"kernel.page_allocation"},
    subject="process",
    noun="process",
    fields=("order",),
    title="{where} had no piece of memory of order {order} for {name}",
    means=(
        "The kernel was asked for 2^{order} pages in one piece for {process} and had none: memory is"
        " fragmented or short. Mostly a network driver asks and packets are lost; a guest's start may"
        " fail with it."
    ),
    severity="warning",
    stage="usable",
    category="compute.memory",
    says="the kernel could not get a piece of memory in one",
    telling=Telling(
        needs_launch=True,
        asks=(Ask("cat /proc/buddyinfo", (("zeros from that order on", "memory is fragmented"),)),),
    ),
    fires=(
        (
            f"{_HEAD}vhost-23662: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP),"
            f" nodemask=(null),cpuset=/,mems_allowed=0\n"
        ),
    ),
    quiet=(f"{_HEAD}EXT4-fs (dm-0): mounted filesystem with ordered data mode\n",),
    fix="raise vm.min_free_kbytes",
)
