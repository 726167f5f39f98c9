"""Programs of Proxmox VE do not reach the cluster's configuration: pmxcfs does not run.

What it looks for: `ipcc_send_rec[1] failed: Connection refused`, again and again.

Why it fails a launch: without pmxcfs /etc/pve is empty: no guest has a definition there.

What to do: systemctl status pve-cluster; its own lines name the reason.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="proxmox-files-gone",
        kinds={"proxmox.cluster_files_gone"},
        subject="host",
        noun="node",
        fields=("reason",),
        times=3,
        title="pmxcfs does not run on {where}: Proxmox VE has no configuration of its guests there",
        means="The programs of Proxmox VE ask pmxcfs for the configuration and are refused: {reason}.",
        severity="error",
        stage="requested",
        category="control.api",
        says="programs of Proxmox VE do not reach pmxcfs",
        telling=Telling(
            confidence="likely",
            beyond="not known: why pmxcfs does not run",
            rivals=(("pve-cluster was being restarted just then", "the messages stop within a minute"),),
            asks=(
                Ask(
                    "systemctl status pve-cluster",
                    (("failed", "its last lines name the reason"), ("active", "it is back")),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 pveproxy[1102]: ipcc_send_rec[1] failed: Connection refused\nNov "
            "22 06:16:00 nc01 pveproxy[1102]: ipcc_send_rec[2] failed: Connection refused\nNov 22 "
            "06:16:00 nc01 pveproxy[1102]: ipcc_send_rec[3] failed: Connection refused\n",
        ),
        quiet=("Nov 22 06:16:00 nc01 pveproxy[1102]: starting server\n",),
        fix="start pve-cluster (its own lines name what stops it)",
    )
)
