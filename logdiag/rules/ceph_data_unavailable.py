"""Ceph cannot serve all of its data, or takes nothing more in.

What it looks for: Ceph's `Health check failed: ... (PG_AVAILABILITY)`, and the same of `OSD_FULL`
and `POOL_FULL`, without a `Health check cleared` behind it.

Why it fails a launch: whoever reads or writes that data waits without an error: volumes are not made, guests
hang where their disk is, or stop at a full pool.

What to do: `ceph health detail` names the placement groups and the OSDs.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

CODES = frozenset({"PG_AVAILABILITY", "OSD_FULL", "POOL_FULL"})

rule = told(
    id="ceph-data-unavailable",
    kinds={"ceph.health"},
    mended_by={"ceph.health_cleared", "ceph.healthy"},
    subject="code",
    noun="check",
    nouns="checks",
    fields=("reason",),
    where=lambda fields: fields["code"] in CODES,
    title="Ceph does not serve all of its data, says its health check: {reason}",
    means=(
        "Placement groups that are not active answer no request, and a full cluster or pool takes no write: "
        "both keep the caller waiting. Volumes and images are not made or cloned, and guests whose disks lie "
        "there do not boot or hang."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="Ceph cannot serve all of its data, or is full",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the guests that fail have their disks elsewhere",
                "their pool is not among those of ceph health detail",
            ),
        ),
        asks=(
            Ask(
                "ceph health detail",
                (
                    (
                        "PG_AVAILABILITY",
                        "it names the placement groups: ceph pg PG query says what they wait for",
                    ),
                    ("OSD_FULL or POOL_FULL", "delete or add storage: nothing is written until then"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: "
        "Reduced data availability: 16 pgs inactive (PG_AVAILABILITY)\n",
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 log_channel(cluster) log [ERR] : Health check "
        "update: 2 full osd(s) (OSD_FULL)\n",
    ),
    quiet=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: "
        "Degraded data redundancy: 12/3071 objects degraded (PG_DEGRADED)\n",
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Cluster is now healthy\n",
    ),
    fix="bring the OSDs of the inactive placement groups back; where it is full, delete or add storage",
)
