"""The cluster controller leaves nodes or instances out.

What it looks for: `NODES exceeds the maximum number of nodes`, `found more instances than reported by
numInsts`.

Why it fails a launch: nodes beyond the limit take no launches; instances that are left out of a report
are pending for longer.

What to do: split the cluster.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-cluster-limits",
    kinds={"cc.too_many_nodes", "cc.some_not_reported"},
    subject="host",
    noun="host",
    fields=("count",),
    title="The cluster controller of Eucalyptus leaves nodes or instances out",
    means=(
        "It can hold a fixed number of nodes and instances (2048 instances). What is beyond is "
        "cut off, for this round or for good."
    ),
    severity="warning",
    stage="scheduled",
    category="limits",
    says="the cluster controller leaves nodes or instances out",
    telling=Telling(
        confidence="possible",
        rivals=(("it is of one round only", "the next report is whole"),),
    ),
    fires=(
        (
            f"{_EUCA}found more instances than reported by numInsts, will only report a subset of "
            f"instances\n"
        ),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="split the cluster",
)
