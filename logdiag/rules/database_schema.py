"""The tables of the database are not those of the service.

What it looks for: `Table '...' doesn't exist` (1146), `Unknown column` (1054).

Why it fails a launch: requests that touch them end with Internal Server Error.

What to do: run the db sync of that service, in the order its release notes give.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Telling
from logdiag.rules.told import told
from logdiag.services import by_service

_CODES = frozenset({"1146", "1054", "1064"})


def _is_so(told: Mapping[str, str]) -> bool:
    """Whether the server answered with one of these codes."""
    return told["code"] in _CODES


rule = by_service(
    told(
        id="database-schema",
        kinds={"oslo.database_error"},
        mended_by={"nova.report_back", "nova.built", "nova.spawned"},
        subject="program",
        noun="service",
        fields=("code", "reason"),
        where=_is_so,
        title="The tables of the database are not those of this version: {reason}",
        means=(
            "A table or column is missing: `db sync` was not run after an installation or upgrade, "
            "ran against another database, or services of two versions work together."
        ),
        severity="error",
        stage="requested",
        category="control.database",
        says="the tables of the database are not those of the service",
        telling=Telling(
            confidence="confirmed",
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.api.openstack.wsgi "
                'oslo_db.exception.DBNonExistentTable: (pymysql.err.ProgrammingError) (1146, "Table '
                "'nova_api.build_requests' doesn't exist\")\n"
            ),
        ),
        quiet=("2026-11-02 06:11:02.120 4711 INFO nova.db.migration [-] Applying migration(s)\n",),
        fix=("nova-manage api_db sync; nova-manage db sync (or the like of that service), then restart it"),
    )
)
