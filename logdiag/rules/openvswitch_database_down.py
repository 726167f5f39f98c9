"""Open vSwitch's own database cannot be reached.

What it looks for: `unix:.../db.sock: connection attempt failed`, and no `connected` since.

Why it fails a launch: no port is added to a bridge without it.

What to do: start ovsdb-server.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"

rule = told(
    id="openvswitch-database-down",
    kinds={"openvswitch.database_unreachable", "openvswitch.tool_refused"},
    mended_by={"openvswitch.database_connected"},
    subject="server",
    noun="server",
    fields=("reason",),
    title="{name} cannot be reached on {where}: {reason}",
    means=(
        "ovs-vswitchd, ovn-controller or an agent asks its database (ovsdb-server) and finds "
        "nobody. Without the switch's own database no tap is added to a bridge; without OVN's "
        "northbound and southbound ones (ports 6641 and 6642) no port or network of the cloud is made."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="Open vSwitch's or OVN's database server cannot be reached",
    telling=Telling(
        confidence="likely",
        rivals=(("it is only started a moment later", "connected, seconds after"),),
        asks=(
            Ask(
                "ovs-vsctl --timeout=5 show",
                (
                    ("an error", "systemctl restart ovsdb-server"),
                    ("an answer", "over"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_OVS}unix:/var/run/openvswitch/db.sock: connection attempt failed (No such file or "
            f"directory)\n"
        ),
    ),
    quiet=((f"{_OVS}unix:/var/run/openvswitch/db.sock: connected\n"),),
    fix="start ovsdb-server",
)
