"""A database server did not start.

What it looks for: MariaDB's and MySQL's `Unable to lock ./ibdata1`, `Can't start server`, PostgreSQL's `lock
file ... already exists`, `data directory ... has invalid permissions`.

Why it fails a launch: services that keep their state in it refuse requests until it runs.

What to do: end the other process that has its files, or mend owner and mode of its folder.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="database-not-started",
    kinds={
        "database.files_locked",
        "database.folder_refused",
        "database.lock_left",
        "database.start_refused",
    },
    subject="host",
    fields=("path", "reason", "error"),
    title="A database server on {where} did not start: {path}",
    means=(
        "It could not take what it needs. A file that cannot be locked (error 11) is held by "
        "another server process, often one that is still ending, or a second container on "
        "the same folder. The service above it sees a refused connection."
    ),
    severity="error",
    stage="requested",
    category="control.database",
    says="a database server did not start",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: who has the files",
        rivals=(
            (
                "an earlier process was still ending, and a later try went well",
                "ready for connections stands later in its log",
            ),
        ),
        asks=(
            Ask(
                "pgrep -a -f mysqld",
                (
                    (
                        "two",
                        "end the one that should not be",
                    ),
                    (
                        "one",
                        "it runs by now",
                    ),
                    (
                        "none",
                        "start it and read its log",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-22 06:16:00 0 [ERROR] InnoDB: Unable to lock ./ibdata1 error: 11\n2026-11-22 "
            "06:16:09.101 1402 ERROR nova.compute.manager [-] no such instance\n"
        ),
    ),
    quiet=("2026-11-22 06:16:00 0 [Note] InnoDB: Completed initialization of buffer pool\n",),
    fix="end the other process, or mend its folder, and start it",
)
