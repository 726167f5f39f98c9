"""oVirt's scheduler found no host for a machine.

What it looks for: `Failed to run VM x due to a failed validation`, `Validation of action 'RunVm' failed ...
SCHEDULING_ALL_HOSTS_FILTERED_OUT`.

Why it fails a launch: nothing was tried on any host.

What to do: the reason names each host and the filter that ruled it out.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="ovirt-not-placed",
        kinds={"ovirt.not_placed"},
        subject="instance",
        noun="machine",
        fields=("reason",),
        title="oVirt refused to run {name}: {reason}",
        means="The engine asked no host, since its validation failed: {reason}.",
        severity="error",
        stage="scheduled",
        category="compute.capacity",
        says="oVirt's engine refused to run a machine",
        symptom_of=("ovirt-host-silent",),
        telling=Telling(confidence="likely", beyond="not known: more than the reason tells"),
        fires=(
            "2026-11-22 06:16:00,297+01 WARN  [org.ovirt.engine.core.bll.RunVmCommand] (default "
            "task-3) [5d] Validation of action 'RunVm' failed for user admin@internal. Reasons: "
            "VAR__ACTION__RUN,VAR__TYPE__VM,SCHEDULING_ALL_HOSTS_FILTERED_OUT,VAR__FILTERTYPE__INTERNAL,$hostName "
            ""
            "h1,$filterName Memory\n",
        ),
        quiet=(
            "2026-11-22 06:16:00,297+01 INFO  [org.ovirt.engine.core.bll.RunVmCommand] (default "
            "task-3) [5d] Running command: RunVmCommand internal: false\n",
        ),
        fix="mend what the filters name",
    )
)
