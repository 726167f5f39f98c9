"""A tunnel between hosts goes up and down.

What it looks for: `BFD state change: up->down`, three times and more within an hour.

Why it fails a launch: instances lose their gateway or their peers for moments.

What to do: look at the network between the hosts.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"

rule = told(
    id="ovn-tunnel-flaps",
    kinds={"openvswitch.bfd_changed"},
    subject="peer",
    noun="tunnel",
    fields=(
        "old_state",
        "state",
    ),
    where=lambda fields: (fields["old_state"], fields["state"]) == ("up", "down"),
    times=3,
    within=3600,
    title="{many} of {where} goes up and down: {name}",
    means=(
        "Hosts probe their tunnels (BFD) and lost answers: packets are lost between them, a host "
        "is overloaded, or its clock jumps. Instances behind that gateway are cut off for "
        "moments."
    ),
    severity="warning",
    stage="usable",
    category="network.link",
    says="a tunnel between hosts goes up and down",
    telling=Telling(
        confidence="possible",
        rivals=(("the other host was restarted", "its log starts anew"),),
    ),
    fires=(
        (
            f'{_OVS}ovn-node-0-1: BFD state change: up->down "No Diagnostic"->"Control '
            f'Detection Time Expired".\n'
            f'{_OVS}ovn-node-0-1: BFD state change: up->down "No Diagnostic"->"Control '
            f'Detection Time Expired".\n'
            f'{_OVS}ovn-node-0-1: BFD state change: up->down "No Diagnostic"->"Control '
            f'Detection Time Expired".\n'
        ),
    ),
    quiet=((f'{_OVS}ovn-node-0-1: BFD state change: down->init "No Diagnostic"->"No Diagnostic".\n'),),
    fix="mend the network between the hosts",
)
