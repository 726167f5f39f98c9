"""A compute node could not attach a volume.

What it looks for: `Failed to login iSCSI target ... on portal ...`, `Failed to connect to iSCSI portal`,
`Volume device not found at`.

Why it fails a launch: the disk of the instance is missing, and the build ends.

What to do: try the login by hand on the node.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="cinder-iscsi-login",
    kinds={"cinder.iscsi_login_failed", "cinder.device_not_found"},
    mended_by={"nova.spawned", "nova.built"},
    subject="portal",
    noun="portal",
    fields=("target", "code", "path"),
    title="{where} could not attach a volume: no device came up (portal {name})",
    means=(
        "The node could not log in to the storage (target gone, CHAP, route or firewall to port "
        "3260, iscsid not running, two nodes with one initiator name), or the device did not "
        "appear after it had."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a compute node could not attach a volume",
    telling=Telling(
        asks=(
            Ask(
                "iscsiadm -m session",
                (
                    ("no session to the portal", "iscsid, route, firewall, CHAP"),
                    ("a session", "the LUN is not exported to this initiator"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING os_brick.initiator.connectors.iscsi "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Failed to login "
            "iSCSI target iqn.2010-10.org.openstack:volume-5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d on "
            "portal 192.0.2.21:3260 (exit code 24).\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO os_brick.initiator.connectors.iscsi "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Trying to connect "
            "to iSCSI portal 192.0.2.21:3260\n"
        ),
    ),
    fix="start iscsid, open the way to the portal, or export the volume to this initiator",
)
