"""A service's own pool of database connections ran dry.

What it looks for: `QueuePool limit of size N overflow N reached, connection timed out`.

Why it fails a launch: requests fail while it lasts.

What to do: look for slow queries and locks first; then raise max_pool_size and max_overflow.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="database-pool-empty",
        kinds={"oslo.pool_of_connections_empty"},
        subject="program",
        noun="service",
        fields=("size", "overflow"),
        title="{name} ran out of database connections of its own",
        means=(
            "All {size} connections of the pool and the {overflow} beyond it were in use for 30 s: "
            "queries are slow or stuck behind locks, or a burst asked for more at once than the "
            "pool has."
        ),
        severity="error",
        stage="requested",
        category="control.database",
        says="a service's own pool of database connections ran dry",
        telling=Telling(
            asks=(
                Ask(
                    "mysqladmin processlist",
                    (
                        ("long-running queries or locks", "these hold the connections"),
                        ("none", "a burst: raise the pool"),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "database-unreachable",
            "database-connections",
            "database-galera",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.api.openstack.wsgi "
                "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 50 reached, connection "
                "timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/14/3o7r)\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 DEBUG oslo_db.sqlalchemy.engines [-] MySQL server mode "
                "set to STRICT_TRANS_TABLES\n"
            ),
        ),
        fix="find what holds the connections, or raise max_pool_size and max_overflow",
    )
)
