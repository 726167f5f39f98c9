"""A program asked for a name that does not exist.

What it looks for: the resolver's own words `Name or service not known` at the end of what any program says.

Why it fails a launch: services find each other (broker, database, API, registry, storage) by name: who has a name
that nobody knows cannot reach what it stands for.

What to do: getent hosts NAME; the spelling in the configuration; /etc/hosts; the records of the name server.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="name-unknown",
    kinds={"errno.name_unknown"},
    subject="program",
    noun="program",
    fields=("task", "rest"),
    where=has_failed,
    title="A program on {where} asks for a name that does not exist: {name}",
    means=(
        "The resolver found no such name: {task}. It was asked and answered, so this is no outage of the name server:"
        " the name is misspelt in a configuration, lacks its domain, or is neither in /etc/hosts nor in the name"
        " server's records."
    ),
    severity="error",
    stage="requested",
    category="network.link",
    says="a program asked for a name that does not exist",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        rivals=(("it was asked once at boot, before the network was up", "it is not said again later"),),
        asks=(
            Ask(
                "getent hosts controller",
                (
                    ("an address", "the name resolves by now"),
                    ("nothing", "look for the name in the program's configuration and in /etc/hosts"),
                ),
            ),
        ),
    ),
    symptom_of=("oslo-broker-name-unknown",),
    fires=(
        "Nov 22 06:16:00 nc01 mount[809]: mount.nfs: Failed to resolve server filer.example.net: Name or service"
        " not known\n",
    ),
    quiet=(
        "Nov 22 06:16:00 nc01 mount[809]: mount.nfs: Failed to resolve server filer.example.net: Temporary failure"
        " in name resolution\n",
    ),
    fix="correct the name where it is configured, or make it known in /etc/hosts or the name server",
)
