"""An OSD of Ceph is slow, or others hear nothing of it.

What it looks for: `log_latency ... slow operation observed for`, `Slow OSD heartbeats on back from osd.N` and
`heartbeat_check: no reply from`, three times or more.

Why it fails a launch: what lies on that OSD is read and written late, or not at all until others take over.

What to do: look at the disk of that OSD (smartctl, dmesg), then at the network between the OSDs.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ceph-osd-slow",
    kinds={"ceph.slow_operation", "ceph.slow_heartbeat", "ceph.no_heartbeat"},
    mended_by={"ceph.healthy"},
    subject="osd",
    noun="OSD",
    nouns="OSDs",
    fields=("path", "peer"),
    times=3,
    title="OSDs of Ceph are slow or do not answer others on {where}: {name}",
    means=(
        "An OSD writes slowly to its disk, or its heartbeats come late or not at all: a disk that fails or is "
        "busy, or a network that loses packets or big frames. Guests whose disks lie there wait; so do clones "
        "and new volumes."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="an OSD of Ceph is slow, or others hear nothing of it",
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
                "ceph health detail",
                (("OSDs named there", "their disks and their network"), ("HEALTH_OK", "it is over")),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 osd.12 4711 heartbeat_check: no reply from "
        "10.0.0.4:6806 osd.3 since back 2026-02-09T18:34:50.112+0000\n"
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 osd.12 4711 heartbeat_check: no reply from "
        "10.0.0.4:6806 osd.3 since back 2026-02-09T18:34:50.112+0000\n"
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 osd.12 4711 heartbeat_check: no reply from "
        "10.0.0.4:6806 osd.3 since back 2026-02-09T18:34:50.112+0000\n",
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN]     Slow OSD "
        "heartbeats on back from osd.304 [] to osd.166 [] 52566.238 msec\n"
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN]     Slow OSD "
        "heartbeats on back from osd.304 [] to osd.166 [] 52566.238 msec\n"
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN]     Slow OSD "
        "heartbeats on back from osd.304 [] to osd.166 [] 52566.238 msec\n",
    ),
    quiet=(
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 osd.12 4711 heartbeat_check: no reply from "
        "10.0.0.4:6806 osd.3 since back 2026-02-09T18:34:50.112+0000\n",
    ),
    fix="replace the slow disk, or mend the network between the OSDs",
)
