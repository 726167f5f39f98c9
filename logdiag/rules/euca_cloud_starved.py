"""Eucalyptus' cloud component runs out of memory or database connections.

What it looks for: faults ERR-1004 to ERR-1007: `Running very low on memory`, `Java is running very low on
perm-gen memory`, `Running very low db connections`.

Why it fails a launch: requests fail with Internal Server Error, states are not brought up to date, views
not sent.

What to do: raise -Xmx in CLOUD_OPTS, the pool's connections; restart the cloud component.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_FAULT = "  ERR-1003 2014-12-14 23:29:56Z "

rule = told(
    id="euca-cloud-starved",
    kinds={"eucafault.low_memory", "eucafault.low_connections"},
    subject="host",
    noun="host",
    fields=("pool",),
    title="Eucalyptus' cloud component runs out of memory or database connections",
    means=(
        "A burst of launches and of clients that poll keeps more in memory than the Java machine "
        "may have, or all connections of the database pool. The console then shows Internal "
        "Server Error, and instances stay pending though nodes run them."
    ),
    severity="error",
    stage="requested",
    category="control.api",
    says="Eucalyptus' cloud component runs out of memory or connections",
    telling=Telling(
        confidence="likely",
        rivals=(("it recovered after a collection of garbage", "later requests work"),),
        hits_all=True,
    ),
    fires=(
        (f"{_FAULT}Running very low on memory.\n"),
        (f"{_FAULT}Running very low db connections in db pool eucalyptus_cloud\n"),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="raise -Xmx and the pool, restart the cloud component",
)
