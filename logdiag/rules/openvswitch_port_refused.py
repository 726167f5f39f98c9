"""Open vSwitch could not add a port, for another reason than that its interface is missing.

What it looks for: `failed to add PORT as port: REASON`, `could not add network device PORT to ofproto (REASON)`,
`could not open network device PORT (REASON)`, with a reason other than `No such device`.

Why it fails a launch: a guest whose port or whose tunnel it is has no network, or reaches no other host.

What to do: mend what the reason names; restart Open vSwitch, which tries all ports again.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|dpif|WARN|"
MISSING = ("No such device", "No such file")


def _is_refused(told: Mapping[str, str]) -> bool:
    """Whether it is not the interface that is missing."""
    return not told["reason"].startswith(MISSING)


rule = refused(
    told(
        id="openvswitch-port-refused",
        kinds={"openvswitch.device_missing"},
        subject="iface",
        noun="port",
        fields=("reason",),
        where=_is_refused,
        title="Open vSwitch on {where} could not add {many}: {name}: {reason}",
        means="The port {iface} is in the database and not in the switch: {reason}. What it leads to is cut off.",
        severity="error",
        stage="plugged",
        category="network.plug",
        says="Open vSwitch could not add a port",
        symptom_of=("openvswitch-no-datapath", "ovn-tunnel-address-twice", "openvswitch-database-down"),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "ovs-vsctl show",
                    (("error: at the port", "it is still refused"), ("no error", "it was added since")),
                ),
            ),
        ),
        fires=(
            f"{_OVS}system@ovs-system: failed to add vxlan-c00002 as port: Address family not supported by protocol\n",
        ),
        quiet=(f"{_OVS}bridge br-int: added interface tap1d3b2c4a-5e on port 5\n",),
        fix="restart Open vSwitch once the reason is mended",
    )
)
