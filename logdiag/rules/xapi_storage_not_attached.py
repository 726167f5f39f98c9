"""XenServer or XCP-ng did not attach a storage repository.

What it looks for: xapi's `PBD.plug ... failed with exception REASON`, and SMlog's `Raising exception [N, REASON]`.

Why it fails a launch: machines whose disks lie there are started on no host.

What to do: the text behind the number tells: the mount, the iSCSI login, the volume group.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="xapi-storage-not-attached",
        kinds={"xapi.storage_not_attached"},
        subject="host",
        fields=("reason", "code"),
        title="A storage repository (SR) was not attached on {where}: {reason}",
        means="The driver of the storage repository gave up: {reason}.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="XenServer or XCP-ng did not attach a storage repository",
        symptom_of=("nfs-silent", "iscsi-login-failed", "lvm-group-missing"),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells; SMlog has the lines before it",
            asks=(
                Ask(
                    "xe pbd-list params=uuid,sr-uuid,currently-attached",
                    (
                        ("currently-attached: false", "xe pbd-plug it: the error comes again"),
                        ("true", "it is over"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 SM: [18211] Raising exception [73, NFS mount error [opterr=mount failed with return"
            " code 32]]\n",
        ),
        quiet=("Nov 22 06:16:00 nc01 SM: [18211] lock: released /var/lock/sm/5a1c7d1e/sr\n",),
        fix="mend what the reason names, then plug the storage again (xe pbd-plug)",
    )
)
