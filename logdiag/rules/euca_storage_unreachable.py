"""The node cannot download images from the object storage.

What it looks for: `connection to objectstorage failed`, `download attempt N of M will commence`.

Why it fails a launch: an image that is not in the node's cache cannot be had: its instances stay pending,
then end.

What to do: see whether the object storage (OSG, Walrus) answers from the node.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-storage-unreachable",
    kinds={"nc.storage_unreachable", "nc.download_retried", "nc.download_slow"},
    subject="host",
    noun="host",
    fields=(
        "reason",
        "url",
    ),
    title="The node cannot get images from Eucalyptus' object storage",
    means=(
        "A burst of launches makes every node download at once, and the object storage, or the "
        "network to it, does not keep up or is down. Instances wait in pending until the download"
        " works or is given up."
    ),
    severity="warning",
    stage="prepared",
    category="storage.image",
    says="the node cannot download images from the object storage",
    telling=Telling(
        confidence="possible",
        rivals=(("a later attempt worked", "the instance says booting"),),
        asks=(
            Ask(
                "curl -sS -m 5 http://OSG:8773/services/objectstorage",
                (
                    ("an answer", "it is up: slow rather than down"),
                    ("none", "start it"),
                ),
            ),
        ),
    ),
    fires=((f"{_EUCA}connection to objectstorage failed: couldn't connect to host (7)\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="bring the object storage back",
)
