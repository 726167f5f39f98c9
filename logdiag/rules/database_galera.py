"""A Galera node refuses queries, as it has no quorum.

What it looks for: `WSREP has not yet prepared node for application use` (1047).

Why it fails a launch: services that are bound to it fail; if all nodes say so the cloud stands still.

What to do: look at wsrep_cluster_status on every node; bootstrap the most advanced one if none is
primary.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

_CODES = frozenset({"1047"})


def _is_so(told: Mapping[str, str]) -> bool:
    """Whether the server answered with one of these codes."""
    return told["code"] in _CODES


rule = by_service(
    told(
        id="database-galera",
        kinds={"oslo.database_error"},
        mended_by={"nova.report_back", "nova.built", "nova.spawned"},
        subject="program",
        noun="service",
        fields=("code", "reason"),
        where=_is_so,
        title="The database node is not part of its Galera cluster: {reason}",
        means=(
            "WSREP has not yet prepared node: the node lost its quorum (more than half of the "
            "cluster is gone, or it is cut off), or it is still copying state. It refuses every "
            "query so as not to part from the others."
        ),
        severity="error",
        stage="requested",
        category="control.database",
        says="a Galera node refuses queries, as it has no quorum",
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "mysql -e \"show status like 'wsrep_cluster_status'\"",
                    (
                        ("non-Primary everywhere", "bootstrap the node with the highest seqno"),
                        ("Primary elsewhere", "let this one rejoin; take it out of the balancer"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        symptom_of=("galera-node-apart",),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.servicegroup.drivers.db "
                "oslo_db.exception.DBError: (pymysql.err.InternalError) (1047, 'WSREP has not yet "
                "prepared node for application use')\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.servicegroup.drivers.db [-] Recovered from "
                "being unable to report status.\n"
            ),
        ),
        fix="bring the quorum back, or bootstrap the most advanced node",
    )
)
