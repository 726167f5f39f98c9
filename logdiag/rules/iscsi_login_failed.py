"""A host could not log in to an iSCSI target.

What it looks for: `iscsiadm: initiator reported error (N - REASON)`, `Could not login to [iface: ..., target: ...]`,
iscsid's `login rejected: REASON` and `cannot make a connection to PORTAL`, and no connection after it.

Why it fails a launch: the disk or volume group behind the target is not there: volumes are not attached, guests on it
do not start.

What to do: the reason tells: CHAP and initiator name, the module, iscsid, or the way to port 3260.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="iscsi-login-failed",
        kinds={
            "iscsi.initiator_error",
            "iscsi.not_logged_in",
            "iscsi.login_rejected",
            "iscsi.portal_refused",
            "iscsi.not_discovered",
            "iscsi.login_refused",
        },
        mended_by={"iscsi.logged_in"},
        subject="host",
        fields=("reason", "target", "portal", "code"),
        title="{where} could not log in to an iSCSI target: {reason}",
        means="The target gave this host no session: the disk behind it is not there.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="a host could not log in to an iSCSI target",
        symptom_of=("uplink-down", "iscsid-missing"),
        telling=Telling(
            confidence="likely",
            needs_launch=True,
            asks=(
                Ask(
                    "iscsiadm -m session -P 1",
                    (
                        ("LOGGED_IN to that target", "it is over"),
                        ("no active sessions", "try the login by hand and read the reason"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 kubelet[1733]: iscsiadm: initiator reported error (24 - iSCSI login failed due to"
            " authorization failure)\n",
            "Nov 22 06:16:00 nc01 iscsid[1204]: conn 0 login rejected: initiator failed authorization with target\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 iscsid[1204]: Connection1:0 to [target: iqn.2026-11.example.net:vol7, portal:"
            " 192.0.2.21,3260] through [iface: default] is operational now\n",
        ),
        fix="log in by hand once the reason is mended (iscsiadm -m node -T TARGET -p PORTAL --login)",
    )
)
