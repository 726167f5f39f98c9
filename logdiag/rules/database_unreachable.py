"""The database cannot be reached.

What it looks for: `Can't connect to MySQL server on ...` (2003), `MySQL server has gone away` (2006),
`Lost connection to MySQL server during query` (2013) at the end of tracebacks.

Why it fails a launch: requests end with Internal Server Error, services cannot report that they live,
the scheduler sees no hosts.

What to do: look at the database server and the balancer; a few such lines at a restart are ordinary.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

_CODES = frozenset({"2002", "2003", "2005", "2006", "2013", "2055"})


def _is_so(told: Mapping[str, str]) -> bool:
    """Whether the server answered with one of these codes."""
    return told["code"] in _CODES


rule = by_service(
    told(
        id="database-unreachable",
        kinds={"oslo.database_error"},
        mended_by={"nova.report_back", "nova.built", "nova.spawned"},
        subject="program",
        noun="service",
        fields=("code", "reason"),
        where=_is_so,
        title="The database is out of reach for {name}: {reason}",
        means=(
            "MySQL or MariaDB (or the balancer before it) refused the connection, did not answer, "
            "or broke it off: it is down, was restarted, failed over, or its name or address is "
            "wrong. Every service of OpenStack keeps its state there."
        ),
        severity="error",
        stage="requested",
        category="control.database",
        says="the database cannot be reached",
        telling=Telling(
            confidence="likely",
            rivals=(
                ("the server is down", "no answer on its own host"),
                (
                    "a balancer or idle timeout cut the connection",
                    "the server runs, and 2006 or 2013 come after idle times",
                ),
            ),
            asks=(
                Ask(
                    "systemctl status mariadb",
                    (
                        ("failed or inactive", "start it: its log says why it stopped"),
                        ("active", "address, port, firewall or limits"),
                    ),
                ),
                Ask(
                    "ss -ltn",
                    (
                        ("nothing listens on 3306", "the server is down there"),
                        ("it listens", "try from the host that complains"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.servicegroup.drivers.db "
                "oslo_db.exception.DBConnectionError: (pymysql.err.OperationalError) (2003, \"Can't "
                "connect to MySQL server on 'controller' ([Errno 111] ECONNREFUSED)\")\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:09.120 4711 INFO nova.servicegroup.drivers.db [-] Recovered from "
                "being unable to report status.\n"
            ),
            (
                "2026-11-02 06:11:02.120 4711 WARNING oslo_db.sqlalchemy.engines [-] Unable to detect "
                "effective SQL mode\n"
            ),
        ),
        fix="start the database, or mend the way to it; services come back by themselves",
    )
)
