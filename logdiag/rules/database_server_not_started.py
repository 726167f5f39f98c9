"""The database server could not start.

What it looks for: MariaDB's `Can't start server: Bind on ...`, `InnoDB: Unable to lock ...`, `Plugin
'InnoDB' init function returned error`, PostgreSQL's `could not create any TCP/IP sockets`, and no start
after it.

Why it fails a launch: without the database every service of the cloud refuses requests.

What to do: do what its error says: end the other server, give it memory or its address.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="database-server-not-started",
    kinds={"mysqld.not_started", "postgresql.not_started"},
    subject="host",
    noun="server",
    fields=("reason",),
    mended_by={"mysqld.ready", "postgresql.ready"},
    title="The database server on {where} could not start: {reason}",
    means=(
        "Its own error log names it ({reason}). `Address already in use` and `Unable to lock` "
        "(error 11) mean that another server runs on the same port or files; `Cannot assign "
        "requested address` that the address it shall listen on is not on this host (yet); a "
        "failed InnoDB that memory or a file is missing."
    ),
    severity="error",
    stage="requested",
    category="control.database",
    says="the database server could not start",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "ss -ltnp",
                (
                    ("another server on its port", "end it"),
                    ("none", "see the first error of its log"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02  5:54:48 0 [ERROR] Can't start server: Bind on TCP/IP port. Got error: "
            "98: Address already in use\n"
        ),
        "2026-11-02  5:54:48 0 [ERROR] InnoDB: Unable to lock ./ibdata1 error: 11\n",
    ),
    quiet=("2026-11-02  5:56:48 0 [Note] /usr/sbin/mariadbd: ready for connections.\n",),
    fix="do what its error log says, then start it",
)
