"""eucanetd does not find its own node in the view of the network.

What it looks for: `cannot find the cluster to which the local node belongs`, `cannot find local node in
global network state`, `cannot find instances belonging to this node`.

Why it fails a launch: no host entry is written for any instance of this node: none gets an address.

What to do: register the node by an address that it has; correct the cluster's name in the EDGE JSON.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-node-unknown",
    kinds={"eucanetd.cluster_unknown", "eucanetd.node_unknown", "eucanetd.instances_unknown"},
    subject="host",
    noun="host",
    title="eucanetd does not find its own node in the network's view: no host entry is written",
    means=(
        "The view lists nodes by address under clusters by name. This node is registered by an "
        "address or name that it does not have, or its cluster has another name in the EDGE "
        "network JSON. So it writes no host entries, dhcpd is not restarted, and every instance "
        "of the node is refused by DHCP."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="eucanetd does not find its own node in the network's view",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: the node's registration or the JSON",
        asks=(
            Ask(
                "grep -n -A3 '<node' /var/run/eucalyptus/eucanetd_global_network_info.xml",
                (
                    ("other addresses than this node's", "register the node by an address it has"),
                    ("its address", "the cluster's name differs"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_EUCA}cannot find the cluster to which the local node belongs: check network config"
            f" settings\n"
        ),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="register the node by its own address, correct the cluster's name",
)
