"""An OSD refuses more placement groups than it may have.

What it looks for: `maybe_wait_for_max_pg withhold creation of pg PG: N >= LIMIT`.

Why it fails a launch: the placement group stays inactive, and whatever lies in it waits without an error.

What to do: raise mon_max_pg_per_osd, add OSDs, or lower the pg_num of pools.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ceph-pg-withheld",
    kinds={"ceph.pg_withheld"},
    mended_by={"ceph.healthy"},
    subject="pg",
    noun="placement group",
    nouns="placement groups",
    fields=("count", "limit"),
    title="Ceph holds back {many}: an OSD on {where} has {count} of them, and may have {limit}",
    means=(
        "An OSD with more placement groups than mon_max_pg_per_osd times osd_max_pg_per_osd_hard_ratio makes "
        "no more of them. These stay inactive, so that requests to their pool wait: mostly after OSDs went "
        "away, or pg_num was raised."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="an OSD refuses more placement groups than it may have",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the guests that fail have their disks in another pool", "ceph health detail names the pool"),
        ),
        asks=(
            Ask(
                "ceph osd df",
                (
                    ("PGS near the limit on all", "too many for so few OSDs"),
                    ("on a few alone", "the balancer, or weights"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 osd.38 104288 maybe_wait_for_max_pg withhold "
        "creation of pg 104.8e6s8: 813 >= 750\n",
    ),
    quiet=(
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 osd.38 104288 pg_epoch: 104288 pg[104.8e6s8( "
        "empty )] start_peering_interval\n",
    ),
    fix="raise mon_max_pg_per_osd, add OSDs, or lower pg_num",
)
