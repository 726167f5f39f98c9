"""An instance's start was cancelled on the node.

What it looks for: `cancelled instance startup`, `startup of instance was cancelled`, `cancelled instance
startup via hooks`.

Why it fails a launch: the instance ends before it runs.

What to do: via hooks: look into /etc/eucalyptus/nc-hooks; else see who terminated it, or whether staging
took too long.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-start-cancelled",
    kinds={"nc.cancelled", "nc.cancelled_by_hook"},
    asked_by={"nc.termination_requested"},
    subject="instance",
    noun="instance",
    title="The start of {many} was cancelled on {where}: {name}",
    means=(
        "The start was given up while the images were being made ready: a request to terminate came that this log"
        " does not show, from the user or from the cloud's own clean-up after it waited too long. With 'via hooks' a"
        " script of the node returned an error."
    ),
    severity="warning",
    stage="prepared",
    category="hypervisor",
    says="an instance's start was cancelled on the node",
    telling=Telling(
        confidence="possible",
        rivals=(
            ("the user terminated it", "termination requested, in nc.log before it"),
            (
                "staging took longer than the clean-up allows (7200 s)",
                "two hours between the request and this line",
            ),
        ),
    ),
    fires=((f"{_EUCA}[i-7C4F3DF4] cancelled instance startup\n"),),
    quiet=(
        (f"{_EUCA}[i-7C4F3DF4] booting\n"),
        (
            "2014-12-14 23:29:50  INFO | [i-7C4F3DF4] termination requested\n"
            f"{_EUCA}[i-7C4F3DF4] cancelled instance startup\n"
        ),
    ),
    fix="see who terminated it, or mend the hook",
)
