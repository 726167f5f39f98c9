"""A daemon of Ceph stopped at a failed assertion.

What it looks for: `FAILED ceph_assert(...)`.

Why it fails a launch: an OSD that is gone is made up for by others, unless several are; what was being written waits.

What to do: `ceph crash ls` and `ceph crash info` tell where; with r == 0 of BlueStore look at the disk first.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ceph-osd-crashed",
    kinds={"ceph.assert_failed"},
    mended_by={"ceph.healthy"},
    subject="reason",
    noun="assertion",
    nouns="assertions",
    fields=("where",),
    title="A daemon of Ceph on {where} stopped at a failed assertion: {name}",
    means=(
        "The daemon found itself in a state that must not be and ended: a fault of its own, or a disk whose "
        "answers are wrong. It is started again, mostly; while it is away its data comes from others, or, "
        "where too many are away, from nobody."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a daemon of Ceph stopped at a failed assertion",
    telling=Telling(
        confidence="possible",
        rivals=(("others made up for it", "ceph health detail tells of no inactive placement groups"),),
        asks=(
            Ask(
                "ceph crash ls",
                (
                    ("a crash of that time", "ceph crash info ID tells where and in which version"),
                    ("none", "it was not reported: its own log has the trace"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        "2026-02-09T18:35:14.293+0000 7f346aa64700 -1 ./src/os/bluestore/BlueStore.cc: 11045: FAILED "
        "ceph_assert(r == 0)\n",
    ),
    quiet=("2026-02-09T18:35:14.293+0000 7fc354235700 -1 osd.12 4711 state: booting -> active\n",),
    fix="see ceph crash info; replace the disk where it is at fault, else look for that assertion among the known bugs",
)
