"""No name server answered a program.

What it looks for: the resolver's own words `Temporary failure in name resolution` at the end of what any
program says.

Why it fails a launch: services find each other (broker, database, API, registry, storage) by name: who
cannot resolve one cannot reach it.

What to do: getent hosts NAME; resolvectl status; /etc/resolv.conf; the name server itself.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="name-server-silent",
    kinds={"errno.no_name_server"},
    subject="program",
    noun="program",
    fields=("task", "rest"),
    where=has_failed,
    title="{where} gets no answer from its name server: {name}",
    means=(
        "The resolver asked the name servers of /etc/resolv.conf and none answered in time: "
        "{task}. That is another thing than a name that does not exist. The name server is "
        "down or out of reach, or the network was not up yet when it was asked."
    ),
    severity="error",
    stage="requested",
    category="network.link",
    says="no name server answered a program",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: whether the server is down or out of reach",
        rivals=(
            (
                "it was asked once at boot, before the network was up",
                "it is not said again later",
            ),
        ),
        asks=(
            Ask(
                "getent hosts controller",
                (
                    (
                        "an address",
                        "names resolve by now",
                    ),
                    (
                        "nothing",
                        "resolvectl status: which server is asked",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 nova-compute[1402]: connection to controller failed: Temporary "
            "failure in name resolution\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 nova-compute[1402]: connection to controller failed: Name or "
            "service not known\n"
        ),
    ),
    fix="bring the name server back, or name another in resolv.conf",
)
