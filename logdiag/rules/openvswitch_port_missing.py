"""Open vSwitch has a port whose interface does not exist.

What it looks for: `could not open network device tapX (No such device)`.

Why it fails a launch: the port is in the database from before, or its tap was not made: that guest has no
network.

What to do: `ovs-vsctl show` lists them; remove those whose guest is gone.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.openvswitch_port_refused import MISSING
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"


def _is_missing(told: Mapping[str, str]) -> bool:
    """Whether it is the interface that is not there."""
    return told["reason"].startswith(MISSING)


rule = told(
    id="openvswitch-port-missing",
    kinds={"openvswitch.device_missing"},
    subject="iface",
    noun="interface",
    fields=("reason",),
    where=_is_missing,
    title="Open vSwitch on {where} has no device for {many}: {name}",
    means=(
        "A port of the bridge names an interface that is not there. After a reboot these are "
        "left-overs of guests that are not started yet, and harmless; for a guest that runs it "
        "means that its tap is gone; for a port that was just added, that nobody made the interface "
        "(Open vSwitch makes it itself only for a port of type internal)."
    ),
    severity="warning",
    stage="plugged",
    category="network.plug",
    says="Open vSwitch has a port whose interface does not exist",
    telling=Telling(
        confidence="possible",
        rivals=(("the guest is gone or not started yet: a left-over", "no domain has that tap"),),
        asks=(
            Ask(
                "ip -br link show {iface}",
                (
                    ("does not exist", "remove the port if no guest needs it, else restart the guest"),
                    ("UP", "over"),
                ),
            ),
        ),
    ),
    fires=((f"{_OVS}could not open network device tap1d3b2c4a-5e (No such device)\n"),),
    quiet=((f"{_OVS}bridge br-int: added interface tap0a1b2c3d-4e on port 5\n"),),
    fix="remove left-over ports, or restart the guest",
)
