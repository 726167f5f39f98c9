"""OVN's database refuses a host's changes.

What it looks for: `transaction error: {"details":"RBAC rules for client ... prohibit ...`.

Why it fails a launch: what ovn-controller has to write is refused: bindings may fail with it.

What to do: see the client's certificate (its name must be the chassis' name) and OVN's version.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"

rule = told(
    id="ovn-permission-denied",
    kinds={"openvswitch.permission_denied"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="OVN's database refuses changes by ovn-controller",
    means=(
        "Role-based rules allow a chassis to write only rows of its own, by the name in its "
        "certificate. The name differs, or this version's rules lack a table (bug 1917475)."
    ),
    severity="warning",
    stage="plugged",
    category="network.plug",
    says="OVN's database refuses changes by ovn-controller",
    telling=Telling(
        confidence="possible",
        rivals=(
            ("only multicast groups are refused (bug 1917475)", "the table in the line is IGMP_Group"),
        ),
    ),
    fires=(
        (
            f'{_OVS}transaction error: {{"details":"RBAC rules for client \\"compute5\\" role'
            f' \\"ovn-controller\\" prohibit row insertion into table '
            f'\\"IGMP_Group\\".","error":"permission error"}}\n'
        ),
    ),
    quiet=((f"{_OVS}bridge br-int: added interface tap0a1b2c3d-4e on port 5\n"),),
    fix="certificates named like the chassis, or a newer OVN",
)
