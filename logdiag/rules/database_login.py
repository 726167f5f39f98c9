"""The database refused the login of a service.

What it looks for: `Access denied for user ...` (1045, 1044), `Unknown database` (1049), `Host ... is not
allowed to connect` (1130).

Why it fails a launch: the service cannot work at all.

What to do: compare [database] connection with the grants.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

_CODES = frozenset({"1044", "1045", "1049", "1130"})


def _is_so(told: Mapping[str, str]) -> bool:
    """Whether the server answered with one of these codes."""
    return told["code"] in _CODES


rule = by_service(
    told(
        id="database-login",
        kinds={"oslo.database_error"},
        mended_by={"nova.report_back", "nova.built", "nova.spawned"},
        subject="program",
        noun="service",
        fields=("code", "reason"),
        where=_is_so,
        title="The database did not let {name} in: {reason}",
        means=(
            "The user, password or database in the connection of the configuration are not those "
            "the server knows, or the user may not come from this host."
        ),
        severity="error",
        stage="requested",
        category="control.database",
        says="the database refused the login of a service",
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "systemctl status mariadb",
                    (
                        ("failed or inactive", "start it: its log says why it stopped"),
                        ("active", "address, port, firewall or limits"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.api.openstack.wsgi OperationalError: "
                "(pymysql.err.OperationalError) (1045, \"Access denied for user 'nova'@'controller' "
                '(using password: YES)")\n'
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.api.openstack.wsgi "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] HTTP exception "
                "thrown: Access denied\n"
            ),
        ),
        fix="grant the user from that host with that password, or correct the connection",
    )
)
