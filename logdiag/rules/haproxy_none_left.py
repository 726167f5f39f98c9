"""Nobody is left behind an address of the balancer.

What it looks for: HAProxy's `backend NAME has no server available!`, and no `Server NAME/... is UP` after it.

Why it fails a launch: whoever asks that address (an API, the database, the broker) gets 503 or no connection.

What to do: the lines before it name each server and why its check failed; start those services.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="haproxy-none-left",
    kinds={"haproxy.none_left"},
    mended_by={"haproxy.server_up"},
    subject="backend",
    noun="backend",
    title="HAProxy on {where} has no server left for {many}: {name}",
    means=(
        "All servers behind {backend} failed their checks: the service itself is down on every host, or the way to it"
        " is cut. Who asks there gets 503 or a closed connection. The lines before it tell of each server why (refused:"
        " not running; timeout: not reached; wrong status: it runs and is not well)."
    ),
    severity="error",
    stage="requested",
    category="control.api",
    says="nobody is left behind an address of the balancer",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        hits_all=True,
        beyond="not known: why the servers are down",
        asks=(
            Ask(
                "ss -ltn",
                (
                    ("nothing on the backend's port", "start the service"),
                    ("it listens", "the way to it, or its check"),
                ),
            ),
        ),
    ),
    fires=("Nov 22 06:16:00 lb1 haproxy[1204]: backend nova_api has no server available!\n",),
    quiet=(
        "Nov 22 06:16:00 lb1 haproxy[1204]: Server nova_api/ctl1 is DOWN, reason: Layer4 connection problem, info:"
        ' "Connection refused", check duration: 0ms. 1 active and 0 backup servers left.\n',
    ),
    fix="start the services behind it, or mend the way to them",
)
