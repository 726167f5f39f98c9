"""The cluster controller does not hear nodes.

What it looks for: `bad return from ncDescribeResource`, `error message from ncDescribeResource`, `marking
resource 'URL' as down`, `call to refresh_instances() failed in monitor thread`.

Why it fails a launch: a node that is not heard counts as down: nothing is sent there, its instances are
not reported, stay pending, and are left out of the network's view, so that they get no host entry.

What to do: look at the node component and the network to it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-nodes-unheard",
    kinds={"cc.node_not_polled", "cc.node_down", "cc.instances_not_polled"},
    subject="node",
    noun="node",
    fields=(
        "returned",
        "reason",
    ),
    title="The cluster controller of Eucalyptus does not hear {many}: {name}",
    means=(
        "It asks every node for its resources and instances. A node that does not answer (its "
        "component is down or hangs on libvirt, keys differ, the network is cut) takes part in "
        "nothing: no launches go there, and its instances are missing from the cloud's view and "
        "from DHCP."
    ),
    severity="error",
    stage="scheduled",
    category="control.messaging",
    says="the cluster controller does not hear nodes",
    telling=Telling(
        confidence="likely",
        rivals=(("the node was busy for one poll only", "a later placement on that node"),),
        asks=(
            Ask(
                "euca-describe-nodes",
                (
                    ("the node is missing or NOTREADY", "its nc.log, service eucalyptus-nc status"),
                    ("ENABLED", "over by now"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_EUCA}bad return from ncDescribeResource(10.0.0.5) (42)\n"),
        (
            f"{_EUCA}tried to run the VM, but runInstance() failed; marking resource "
            f"'http://10.0.0.5:8775/axis2/services/EucalyptusNC' as down\n"
        ),
    ),
    quiet=(
        (
            f"{_EUCA}scheduler decided to run instance i-7C4F3DF4 on resource "
            f"http://10.0.0.5:8775/axis2/services/EucalyptusNC, running count 3\n"
        ),
    ),
    fix="bring the node component back",
)
