"""The iSCSI daemon does not run on a host.

What it looks for: `iscsiadm: can not connect to iSCSI daemon (111)!`, whoever repeats it.

Why it fails a launch: no iSCSI disk is discovered or attached on that host: volumes of guests are not there.

What to do: install open-iscsi (iscsi-initiator-utils), give the host an initiator name, start iscsid.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="iscsid-missing",
    kinds={"iscsi.daemon_missing"},
    mended_by={"iscsi.logged_in"},
    subject="host",
    title="The iSCSI daemon (iscsid) does not run on {where}",
    means=(
        "iscsiadm found nobody behind iscsid's socket: the package is not installed, the service is not enabled or did"
        " not start (no initiator name in /etc/iscsi/initiatorname.iscsi), or the caller runs in a container that does"
        " not see the host's. No volume on iSCSI is attached there."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the iSCSI daemon does not run",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: whether it is installed",
        rivals=(
            (
                "the caller runs in a container that does not see it",
                "systemctl status iscsid on the host: active",
            ),
        ),
        asks=(
            Ask(
                "systemctl status iscsid --no-pager",
                (
                    ("not found", "install open-iscsi or iscsi-initiator-utils"),
                    ("inactive or failed", "systemctl enable --now iscsid"),
                    ("active", "the caller does not see it: the container's mounts and network"),
                ),
            ),
        ),
    ),
    fires=("Nov 22 06:16:00 nc01 cinder-volume[1733]: iscsiadm: can not connect to iSCSI daemon (111)!\n",),
    quiet=(
        "Nov 22 06:16:00 nc01 iscsid[1204]: Connection1:0 to [target: iqn.2026-11.example.net:vol7, portal:"
        " 192.0.2.21,3260] through [iface: default] is operational now\n",
    ),
    fix="install open-iscsi, write an initiator name, and start iscsid (systemctl enable --now iscsid)",
)
