"""The database takes no more connections.

What it looks for: `Too many connections` (1040), `has exceeded the ... resource` (1226), `Host is
blocked because of many connection errors` (1129).

Why it fails a launch: whoever comes later is refused: requests end with errors at random.

What to do: compare Threads_connected with max_connections; raise the one or lower workers and pools.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

_CODES = frozenset({"1040", "1203", "1226", "1129"})


def _is_so(told: Mapping[str, str]) -> bool:
    """Whether the server answered with one of these codes."""
    return told["code"] in _CODES


rule = by_service(
    told(
        id="database-connections",
        kinds={"oslo.database_error"},
        mended_by={"nova.report_back", "nova.built", "nova.spawned"},
        subject="program",
        noun="service",
        fields=("code", "reason"),
        where=_is_so,
        title="The database takes no more connections: {reason}",
        means=(
            "max_connections (or a limit of the user) is used up. Each worker of each service keeps "
            "a pool: workers times (max_pool_size + max_overflow) over all services and controllers "
            "easily passes the default of 151."
        ),
        severity="error",
        stage="requested",
        category="control.database",
        says="the database takes no more connections",
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "mysqladmin processlist",
                    (
                        ("many sleeping", "lower max_pool_size or workers"),
                        ("many at work", "slow queries, or too small a server"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.servicegroup.drivers.db "
                "oslo_db.exception.DBConnectionError: (pymysql.err.OperationalError) (1040, 'Too many "
                "connections')\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:09.120 4711 INFO nova.servicegroup.drivers.db [-] Recovered from "
                "being unable to report status.\n"
            ),
        ),
        fix=(
            "raise max_connections (and its open-files limit), or lower api_workers, workers and "
            "max_pool_size"
        ),
    )
)
