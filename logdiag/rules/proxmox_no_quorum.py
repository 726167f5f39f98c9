"""A node of a Proxmox VE cluster has lost the quorum: nothing may be started on it.

What it looks for: `node lost quorum`, `cluster not ready - no quorum?`, corosync's `This node is within the
non-primary component and will NOT provide any services`, with no quorum after it.

Why it fails a launch: without the majority of votes /etc/pve is read-only and guests are neither started nor
changed; those that run go on.

What to do: bring the other nodes or the network between them back; pvecm status tells the votes.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="proxmox-no-quorum",
    kinds={"proxmox.no_quorum"},
    subject="host",
    noun="node",
    mended_by={"proxmox.quorate"},
    title="{where} has no quorum in its cluster: no guest may be started there",
    means=(
        "The node sees fewer than the majority of the votes of its cluster: the other nodes are "
        "down or not reached by"
        " the network of corosync. Until the quorum is back, /etc/pve is read-only and every "
        "start, stop or change of a"
        " guest is refused."
    ),
    severity="error",
    stage="requested",
    category="control.api",
    says="a node of a Proxmox VE cluster has lost the quorum",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether the other nodes are down, or the network between them is",
        asks=(
            Ask(
                "pvecm status",
                (
                    ("Quorate: No", "compare Total votes with Quorum: so many nodes are missing"),
                    ("Quorate: Yes", "it is back: start the guests again"),
                ),
            ),
            Ask(
                "corosync-cfgtool -s", (("disconnected", "the link to that node is down: see its network"),)
            ),
        ),
        fix=(
            "bring the missing nodes, or the network between the nodes, back",
            "only if they are surely switched off and will stay so: pvecm expected 1, then start the guests",
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 pmxcfs[987]: [status] notice: node lost quorum\n",
        "Nov 22 06:16:00 nc01 pvedaemon[14875]: cluster not ready - no quorum?\n",
    ),
    quiet=("Nov 22 06:16:09 nc01 pmxcfs[987]: [status] notice: node has quorum\n",),
    fix="bring the missing nodes, or the network between the nodes, back",
)
