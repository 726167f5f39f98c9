"""The way to an iSCSI disk broke.

What it looks for: `connection1:0: detected conn error (1020)`, `session recovery timed out after 120 secs`.

Why it fails a launch: the volumes of guests on it hang and then fail.

What to do: iscsiadm -m session -P 3, the target, the storage network, its MTU.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="iscsi-lost",
    kinds={"kernel.iscsi_error"},
    subject="host",
    noun="host",
    title="The way to an iSCSI disk broke on {where}",
    means=(
        "The session to an iSCSI target broke: disks behind it hang until it is back, and fail when the"
        " recovery times out."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="the way to an iSCSI disk broke",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "iscsiadm -m session -P 1",
                (("LOGGED_IN", "it is back"), ("FREE or FAILED", "target or network is down")),
            ),
        ),
    ),
    fires=(f"{_HEAD}connection1:0: detected conn error (1020)\n",),
    quiet=(f"{_HEAD}scsi host2: iSCSI Initiator over TCP/IP\n",),
    fix="mend the target or the storage network",
)
