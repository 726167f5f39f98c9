"""The kernel refused to add a guest's tap to a bridge that exists.

What it looks for: `Unable to add bridge br0 port vnet1023: Exchange full` and other errors than `No such
device`; Open vSwitch's refusals.

Why it fails a launch: without its port in the bridge the guest has no network; libvirt gives the start up.

What to do: `Exchange full`: a Linux bridge takes 1023 ports; use another bridge or fewer guests. `Device or
resource busy`: the tap is in a bridge already. With Open vSwitch: see whether ovs-vswitchd and ovsdb-server
run.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="bridge-port-refused",
    kinds={"libvirt.bridge_port"},
    subject="bridge",
    noun="bridge",
    fields=("reason", "iface"),
    where=lambda fields: "No such device" not in fields["reason"],
    title="A guest's tap was not taken into the bridge {name} on {where}",
    means=(
        "libvirt made the tap {iface}, and the bridge {bridge} refused it, so that the start of that"
        " guest was given up. Reason given: {reason}."
        " `Exchange full` means that the bridge has its 1023 ports, `Device or resource busy` that"
        " the tap is in a bridge"
        " already; with Open vSwitch its daemons may be down."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a bridge refused a guest's tap: full, busy or not answering",
    symptom_of=("switch-not-running",),
    telling=Telling(
        asks=(
            Ask(
                "ip -br link show master {bridge}",
                (
                    ("more than 1000 lines", "the bridge is full"),
                    ("{iface} among them", "a tap of that name was left over"),
                ),
            ),
            Ask(
                "ovs-vsctl show", (("a database connection error", "ovsdb-server or ovs-vswitchd is down"),)
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Unable to add bridge br0 port vnet1023: Exchange full\n",
        f"{_HEAD}internal error: Unable to add port tap7c4f3df4-1a to OVS bridge br-int\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="free ports of the bridge, remove the tap that was left over, or start Open vSwitch",
)
