"""A daemon of Open vSwitch or OVN crashed.

What it looks for: `N crashes: pid PID died, killed (Segmentation fault), ... restarting`.

Why it fails a launch: while it restarts no port is added; its flows may be lost.

What to do: look at the core dump; update openvswitch.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"
_SYSOVS = "Nov 22 05:54:48 cmp07 ovs-vswitchd: "

rule = told(
    id="openvswitch-crashed",
    kinds={"openvswitch.crashed", "openvswitch.assertion_failed"},
    subject="host",
    noun="host",
    fields=(
        "reason",
        "count",
    ),
    title="A daemon of Open vSwitch or OVN on {where} crashed: {reason}",
    means=(
        "The monitor starts it again; which one it is (ovs-vswitchd, ovsdb-server, ovn-controller, "
        "ovn-northd) the name of the log tells. Without ovs-vswitchd ports that were being added are "
        "missing and flows have to be set anew; without ovn-controller nothing new is wired on that "
        "host; without ovn-northd no new port, network or rule of the cloud reaches any host. Again and "
        "again at the same place it is a bug, often set off by one entry of the database."
    ),
    severity="warning",
    stage="plugged",
    category="network.plug",
    says="a daemon of Open vSwitch or OVN crashed",
    telling=Telling(
        confidence="possible",
        rivals=(("it was killed for memory", "the OOM killer's lines"),),
    ),
    symptom_of=("host-out-of-memory",),
    fires=(
        (
            f"{_SYSOVS}ovs|00003|daemon_unix(monitor)|ERR|1 crashes: pid 1234 died, killed "
            f"(Segmentation fault), core dumped, restarting\n"
        ),
    ),
    quiet=((f"{_OVS}bridge br-int: added interface tap0a1b2c3d-4e on port 5\n"),),
    fix="update openvswitch or ovn; keep the core dump and what was changed just before it",
)
