"""A node of a Galera cluster has lost its quorum.

What it looks for: MariaDB's `WSREP: Received NON-PRIMARY.`, `failed to open gcomm backend connection`, `It may not be
safe to bootstrap the cluster from this node`, and no `Synchronized with group` after it.

Why it fails a launch: the node refuses every query so as not to part from the others: services that are bound to it
fail, and if all nodes say so the cloud stands still.

What to do: bring the other nodes or the network between them back; if none is primary, bootstrap the one with the
highest seqno.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="galera-node-apart",
    kinds={"database.galera_apart"},
    mended_by={"database.galera_joined"},
    subject="host",
    title="The MariaDB node {where} is not part of a Galera cluster with a quorum (non-primary)",
    means=(
        "Fewer than half of the cluster's nodes are left to it (the others are down, or the network between them is"
        " cut), or all went down at once and none may begin alone. It answers every query with `WSREP has not yet"
        " prepared node for application use`: nova, neutron, keystone and the others fail at the database."
    ),
    severity="error",
    stage="requested",
    category="control.database",
    says="a node of a Galera cluster has lost its quorum",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        hits_all=True,
        beyond="not known: why the others are gone",
        rivals=(("this node alone is cut off, and the others go on", "another node says Primary"),),
        asks=(
            Ask(
                "mysql -e \"show status like 'wsrep_cluster_status'\"",
                (
                    ("non-Primary everywhere", "bootstrap the node with the highest seqno (grastate.dat)"),
                    ("Primary elsewhere", "let this one rejoin; take it out of the balancer"),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 mariadbd[2011]: 2026-11-22  6:16:00 0 [Note] WSREP: Received NON-PRIMARY.\n",
    ),
    quiet=(
        "Nov 22 06:16:00 nc01 mariadbd[2011]: 2026-11-22  6:16:00 0 [Note] WSREP: Synchronized with group, ready for"
        " connections\n",
    ),
    fix="bring the other nodes back, or bootstrap the most advanced one",
)
