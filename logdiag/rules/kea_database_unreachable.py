"""Kea cannot open the database that holds its leases.

What it looks for: `DHCP4_CONFIG_LOAD_FAIL` or `DHCP4_INIT_FAIL` with `Unable to open database`, and no
start since.

Why it fails a launch: without its lease database Kea exits: no guest gets an address.

What to do: start the database, or correct host, user and password in lease-database; start Kea after
the database.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told


def is_database(told: Mapping[str, str]) -> bool:
    """Whether it is the database that kept Kea from its configuration."""
    return "nable to open database" in told["reason"] or "schema version mismatch" in told["reason"]


rule = told(
    id="kea-database-unreachable",
    kinds={"kea.config_broken", "kea.conf_refused"},
    subject="host",
    fields=("reason",),
    where=is_database,
    mended_by={"kea.started"},
    title="Kea on {where} cannot open its lease database: {reason}",
    means=(
        "The configuration itself may be right: the database server named in lease-database (or "
        "hosts-database) did not answer or refused the login. `(111)` or `Connection refused` "
        "means that it was not running, or not yet; `Access denied` a wrong password; `schema "
        "version mismatch` that kea-admin db-upgrade was not run. Kea exits, and no guest gets an"
        " address."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="Kea cannot open its lease database",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "systemctl status mariadb mysql postgresql --no-pager",
                (
                    ("failed or inactive", "start it, then Kea"),
                    ("active", "host, user and password in lease-database; the network between"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kea-dhcp4: ERROR [kea-dhcp4.dhcp4.140] DHCP4_CONFIG_LOAD_FAIL "
            "configuration error using file: /etc/kea/kea-dhcp4.conf, reason: Unable to open "
            "database: Can't connect to MySQL server on '172.31.4.9:3306' (111)\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 kea-dhcp4: INFO  [kea-dhcp4.dhcp4.140] DHCP4_STARTED Kea DHCPv4"
            " server version 2.2.0 started\n"
        ),
    ),
    fix="start the database and then Kea; max-reconnect-tries and on-fail let Kea wait for it",
)
