"""Eucalyptus' node component cannot work on this machine.

What it looks for: `work directory failed integrity check`, `failed to find required dependencies for disk
operations`.

Why it fails a launch: the node component does not start: no launch comes here.

What to do: mend what it names, and start it.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-node-not-ready",
    kinds={"nc.work_broken", "nc.helpers_missing"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="Eucalyptus' node component cannot work on this machine",
    means=(
        "Its store of images is damaged, or programs that it makes disks with are not installed. "
        "It ends at its start, and the node takes no launches."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="Eucalyptus' node component cannot work on this machine",
    telling=Telling(
        confidence="confirmed",
    ),
    fires=((f"{_EUCA}failed to find required dependencies for disk operations\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="install what is missing, or clear the cache, and start it",
)
