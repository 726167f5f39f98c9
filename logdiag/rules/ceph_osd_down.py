"""Ceph counts an OSD or a monitor as down.

What it looks for: Ceph's `Health check failed: ... (OSD_DOWN)`, the same of `OSD_HOST_DOWN` and `MON_DOWN`, and
`Monitor daemon marked osd.N down, but it is still running`.

Why it fails a launch: with enough others it does not; with too few the data of that OSD is not served.

What to do: see why it is down: its host, its unit, its disk. One that still runs has a network that loses its
heartbeats.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

CODES = frozenset({"OSD_DOWN", "OSD_HOST_DOWN", "MON_DOWN"})

rule = told(
    id="ceph-osd-down",
    kinds={"ceph.health", "ceph.wrongly_down"},
    mended_by={"ceph.health_cleared", "ceph.healthy"},
    subject="code",
    noun="check",
    nouns="checks",
    fields=("reason", "osd"),
    where=lambda fields: fields["code"] in CODES or bool(fields["osd"]),
    title="Ceph counts a daemon as down: {reason}",
    means=(
        "An OSD or a monitor does not answer the others. Where copies are enough nobody notices; where they "
        "are not, requests wait. One that is marked down while it still runs loses heartbeats in the network, "
        "or is too busy to send them, and comes and goes (flapping)."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="Ceph counts an OSD or a monitor as down",
    telling=Telling(
        confidence="possible",
        rivals=(("others make up for it", "ceph health detail tells of no inactive placement groups"),),
        asks=(
            Ask(
                "ceph osd tree down",
                (
                    ("OSDs of one host", "that host, or its network"),
                    ("single OSDs", "systemctl status ceph-osd@N on its host"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: "
        "1 osds down (OSD_DOWN)\n",
        "2026-02-09T18:35:14.293+0000 7fc354235700 -1 log_channel(cluster) log [WRN] : Monitor daemon "
        "marked osd.70 down, but it is still running\n",
    ),
    quiet=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: "
        "noout flag(s) set (OSDMAP_FLAGS)\n",
    ),
    fix="start the daemon again, or mend the network between the hosts of Ceph",
)
