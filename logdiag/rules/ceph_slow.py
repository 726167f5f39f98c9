"""Requests to Ceph wait for long.

What it looks for: Ceph's `Health check failed: ... (SLOW_OPS)`, and the same of `OSD_SLOW_PING_TIME_BACK` and
`OSD_SLOW_PING_TIME_FRONT`, without a `Health check cleared` behind it.

Why it fails a launch: cloning an image or writing a disk takes longer than whoever asked for it waits.

What to do: see which OSDs it names: their disks, their network.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

CODES = frozenset(
    {"SLOW_OPS", "OSD_SLOW_PING_TIME_BACK", "OSD_SLOW_PING_TIME_FRONT", "BLUESTORE_SLOW_OP_ALERT"}
)

rule = told(
    id="ceph-slow",
    kinds={"ceph.health"},
    mended_by={"ceph.health_cleared", "ceph.healthy"},
    subject="code",
    noun="check",
    nouns="checks",
    fields=("reason",),
    where=lambda fields: fields["code"] in CODES,
    title="Requests to Ceph wait for long, says its health check: {reason}",
    means=(
        "OSDs answer late: a disk that fails or is busy, or a network that loses packets between them. What "
        "is read or written there waits; a launch that clones an image or makes a volume may run into a time- "
        "out."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="requests to Ceph wait for long",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "it was slow without anybody failing for it",
                "no time-out of nova, cinder or qemu in those minutes",
            ),
        ),
        asks=(
            Ask(
                "ceph osd perf",
                (
                    ("a few OSDs with high latency", "their disks or hosts"),
                    ("all of them", "the network, or a recovery that is running"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: "
        "3 slow ops, oldest one blocked for 65 sec, osd.6 has slow ops (SLOW_OPS)\n",
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check update: "
        "Slow OSD heartbeats on back (longest 5256.238ms) (OSD_SLOW_PING_TIME_BACK)\n",
    ),
    quiet=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: "
        "1 pool(s) have no replicas configured (POOL_NO_REDUNDANCY)\n",
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check "
        "cleared: SLOW_OPS (was: 3 slow ops, oldest one blocked for 65 sec, osd.6 has slow ops)\n",
    ),
    fix="replace the slow disk, or mend the network between the OSDs",
)
