"""The database server has no room on its disk.

What it looks for: MariaDB's `Disk is full writing ...` and InnoDB's `Operating system error number 28`,
PostgreSQL's `could not write to file ...: No space left on device`, and no start after it.

Why it fails a launch: every service of the cloud waits for the database or is refused.

What to do: free space where its files lie (old binary logs, WAL that a dead replica holds), then start
it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="database-server-disk-full",
    kinds={"mysqld.disk_full", "postgresql.disk_full"},
    subject="host",
    noun="server",
    mended_by={"mysqld.ready", "postgresql.ready"},
    title="The database on {where} has no space left on its disk",
    means=(
        "The database server could not write: no space left on its file system (or the quota of "
        "it). It waits or stops, and services of the cloud that need it hang or fail. Often "
        "binary logs, or WAL that a dead replica's slot keeps, fill it."
    ),
    severity="error",
    stage="requested",
    category="control.database",
    says="the database server has no room on its disk",
    telling=Telling(
        needs_launch=True,
        beyond="not known: what fills the disk",
        asks=(
            Ask(
                "df -h /var/lib/mysql /var/lib/postgresql",
                (
                    ("100 %", "that is it"),
                    ("room left", "inodes (df -i), or a quota"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02 05:54:48.123 UTC [4711] PANIC:  could not write to file "
            '"pg_wal/xlogtemp.4711": No space left on device\n'
        ),
        ("2026-11-02  5:54:48 0 [ERROR] InnoDB: Operating system error number 28 in a file operation.\n"),
    ),
    quiet=(
        (
            "2026-11-02 05:54:48.123 UTC [4711] LOG:  could not write to file "
            '"pg_wal/xlogtemp.4711": Input/output error\n'
        ),
    ),
    fix="free space where the database lies, then start it",
)
