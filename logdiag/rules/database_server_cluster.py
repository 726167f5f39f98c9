"""A database node found no cluster to join, or does not dare to begin one.

What it looks for: Galera's `It may not be safe to bootstrap the cluster from this node` and `failed to
open gcomm backend connection`, and no `ready for connections` after it.

Why it fails a launch: without the database every service of the cloud refuses requests.

What to do: find the node with the highest seqno and begin the cluster there; then start the others.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="database-server-cluster",
    kinds={"mysqld.not_safe", "mysqld.no_primary"},
    subject="host",
    noun="node",
    mended_by={"mysqld.ready"},
    title="The database on {where} did not start: no Galera cluster to join",
    means=(
        "All nodes were down, or cannot reach each other. None begins a cluster by itself unless "
        "it left it as the last (safe_to_bootstrap: 1 in grastate.dat): the wrong one would lose "
        "writes. Until one is begun by hand there is no database."
    ),
    severity="error",
    stage="requested",
    category="control.database",
    says="a database node found no Galera cluster to join",
    telling=Telling(
        needs_launch=True,
        beyond="not known: why the nodes went down, or cannot reach each other",
        asks=(
            Ask(
                "cat /var/lib/mysql/grastate.dat",
                (
                    ("seqno: -1", "it crashed: mysqld --wsrep-recover tells its position"),
                    ("safe_to_bootstrap: 1", "begin the cluster here"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02  5:54:48 0 [ERROR] WSREP: It may not be safe to bootstrap the cluster "
            "from this node. It was not the last one to leave the cluster and may not contain all"
            " the updates.\n"
        ),
        (
            "2026-11-02  5:54:48 0 [ERROR] WSREP: failed to open gcomm backend connection: 110: "
            "failed to reach primary view (pc.wait_prim_timeout): 110 (Connection timed out)\n"
        ),
    ),
    quiet=("2026-11-02  5:56:48 0 [Note] /usr/sbin/mariadbd: ready for connections.\n",),
    fix="galera_new_cluster on the node with the highest seqno, then start the others",
)
