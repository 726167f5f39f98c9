"""An instance was never reported by a node.

What it looks for: `Instance expired after not being reported for N mins.`, `The instance failed to start
on the NC.`, `Pending network index (N) timed out`.

Why it fails a launch: no node ever said that it runs: it stays pending and is ended by the cloud's clock.

What to do: look for its id in cc.log (was it placed?) and in nc.log of that node.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_CLOUD = "Sun Dec 14 23:29:56 2014 ERROR [AdmissionControl:run] "

rule = told(
    id="euca-never-reported",
    kinds={"clc.never_reported", "clc.node_did_not_start", "clc.index_timed_out", "clc.address_timed_out"},
    subject="host",
    noun="host",
    fields=(
        "minutes",
        "index",
        "ip",
    ),
    title="The cloud ended instances that no node reported",
    means=(
        "The cloud controller waits for a node's report. None came: the request was not sent to a"
        " node, the node's staging failed, or the node is not heard. Until then it was pending."
    ),
    severity="error",
    stage="scheduled",
    category="control.messaging",
    says="an instance was never reported by a node",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("it was never placed", "no 'scheduler decided' in cc.log"),
            ("its node failed", "nc.log of that node"),
        ),
        beyond="not known: cc.log says whether it was placed, nc.log of that node what became of it",
    ),
    symptom_of=(
        "euca-nodes-unheard",
        "euca-images-failed",
        "euca-create-failed",
    ),
    fires=((f"{_CLOUD}Instance expired after not being reported for 720 mins.\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="follow its id through cc.log and nc.log",
)
