"""The kernel refuses flows of Open vSwitch.

What it looks for: `DATAPATH: failed to put[create] (Invalid argument)`, and so with `Operation not supported`.

Why it fails a launch: packets that need such a flow are dropped: guests get no answer, or lose what goes through
connection tracking and NAT.

What to do: the kernel's openvswitch module and ovs-vswitchd belong together; load nf_nat and nf_conntrack.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00206|dpif(handler14)|WARN|"

rule = told(
    id="openvswitch-flow-refused",
    kinds={"openvswitch.flow_refused"},
    subject="host",
    fields=("reason", "datapath"),
    where=lambda fields: fields["reason"] in {"Invalid argument", "Operation not supported"},
    title="The kernel of {where} refuses flows of Open vSwitch: {reason}",
    means=(
        "ovs-vswitchd gave the datapath {datapath} a flow, and the kernel's openvswitch module did not take it: it is"
        " of another version, does not know an action in it (NAT in connection tracking, a check of the packet's"
        " length, a meter), or a module that the action needs (nf_nat, nf_conntrack) is not loaded. The packets that"
        " need it are dropped."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="the kernel refuses flows of Open vSwitch",
    symptom_of=("conntrack-full",),
    telling=Telling(
        confidence="likely",
        beyond="not known: which part of the flow it refuses",
        rivals=(
            ("a port of that flow went away at that moment", "it is said once, beside a deleted interface"),
        ),
        asks=(
            Ask(
                "modinfo openvswitch",
                (
                    (
                        "a path with extra or updates",
                        "a module of its own build: compare with ovs-vswitchd --version",
                    ),
                    ("depends without nf_nat", "this kernel's module has no NAT"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_OVS}system@ovs-system: failed to put[create] (Invalid argument) ufid:d586ff26-dff3-4fb9-a410-5936bb014c80"
        " recirc_id(0x241),in_port(6), actions:ct(commit,zone=13,nat(dst=10.0.0.6:6443)),recirc(0x24c)\n",
    ),
    quiet=(f"{_OVS}bridge br-int: added interface tap1d3b2c4a-5e on port 5\n",),
    fix="load the module that fits ovs-vswitchd, and those that it needs (nf_nat, nf_conntrack), or upgrade the kernel",
)
