"""oVirt could not start a machine on a host, with the reason.

What it looks for: the engine's `VM x is down with error. Exit message: REASON`, vdsm's `Changed state to
Down: REASON (code=1)`.

Why it fails a launch: the host gave the start up; the engine tries others, which mostly say the same.

What to do: mend what the reason names; vdsm.log and libvirt's log on that host have the lines before it.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told


def _has_failed(told: Mapping[str, str]) -> bool:
    """Whether the machine went down by an error: vdsm tells a code besides, which is 1 of errors alone."""
    return "(code=" not in told["reason"] or "(code=1)" in told["reason"]


rule = refused(
    told(
        id="ovirt-start-failed",
        kinds={"ovirt.start_failed", "ovirt.down"},
        subject="instance",
        noun="machine",
        mended_by={"ovirt.started"},
        fields=("reason",),
        where=_has_failed,
        title="oVirt did not start {name}: {reason}",
        means="The host gave the start up with: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="oVirt could not start a machine on a host",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "virsh -r list --all",
                    (
                        ("the machine runs", "a later start went well"),
                        ("it is not there", "it did not start"),
                    ),
                ),
            ),
        ),
        fires=(
            "2026-11-22 06:16:00,247+01 ERROR "
            "[org.ovirt.engine.core.dal.dbbroker.auditloghandling.AuditLogDirector] "
            "(ForkJoinPool-1-worker-3) [] EVENT_ID: VM_DOWN_ERROR(119), VM web01 is down with error. "
            "Exit message: Cannot get interface MTU on 'ovirtmgmt': No such device.\n",
            "2026-11-22 06:16:00,273+0100 INFO  (vm/9ae99d93) [virt.vm] "
            "(vmId='9ae99d93-9ae3-42b9-89b2-67878a096097') Changed state to Down: Failed to acquire "
            "lock: No space left on device (code=1) (vm:1636)\n",
        ),
        quiet=(
            "2026-11-22 06:16:00,273+0100 INFO  (jsonrpc/4) [virt.vm] "
            "(vmId='9ae99d93-9ae3-42b9-89b2-67878a096097') Changed state to Down: Admin shut down "
            "from the engine (code=6) (vm:1636)\n",
        ),
        fix="mend what the reason names and start the machine again",
    )
)
