"""The cloud could not prepare a launch.

What it looks for: `Aborting resource token`, `Failed to prepare allocator for`, `Failed to restore
private address`.

Why it fails a launch: the request is taken back before a node hears of it.

What to do: read the exception beside it.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_CLOUD = "Sun Dec 14 23:29:56 2014 ERROR [AdmissionControl:run] "

rule = told(
    id="euca-allocation-aborted",
    kinds={"clc.aborted", "clc.allocator_not_made", "clc.address_not_restored"},
    subject="host",
    noun="host",
    fields=(
        "token",
        "ip",
    ),
    title="The cloud took a launch back before a node heard of it",
    means=(
        "While addresses, network index and volumes were being set aside something failed; the "
        "exception stands beside it in cloud-output.log."
    ),
    severity="warning",
    stage="requested",
    category="control.api",
    says="the cloud could not prepare a launch",
    telling=Telling(
        confidence="possible",
        rivals=(("the user cancelled it", "a terminate request"),),
    ),
    symptom_of=(
        "euca-no-room",
        "euca-no-address",
    ),
    fires=((f"{_CLOUD}Aborting resource token: ResourceToken:i-7C4F3DF4\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="read the exception beside it",
)
