"""Eucalyptus' volumes cannot be attached.

What it looks for: faults ERR-2000 to ERR-2002: `iscsiadm command is failing`, `tgtadm ... is
unresponsive`, `tgt service ... is responding with errors`.

Why it fails a launch: instances that boot from a volume do not start, volumes are not attached.

What to do: restart iscsid on the node or tgtd on the storage controller.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_FAULT = "  ERR-1003 2014-12-14 23:29:56Z "

rule = told(
    id="euca-volumes-broken",
    kinds={"eucafault.iscsi", "eucafault.target_daemon"},
    subject="host",
    noun="host",
    title="Eucalyptus' volumes cannot be attached",
    means=(
        "The node's iscsiadm or the storage controller's tgtd fails: iSCSI modules are not "
        "loaded, or the daemon hangs. Instances on local disks are not hit."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="Eucalyptus' volumes cannot be attached",
    telling=Telling(
        confidence="likely",
        rivals=(("a single volume is at fault", "others attach"),),
    ),
    fires=((f"{_FAULT}iscsiadm command is failing\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="restart iscsid or tgtd",
)
