"""XenServer or XCP-ng could not start a machine.

What it looks for: `Async.VM.start ... failed with exception Server_error(CODE, [...])` in xensource.log.

Why it fails a launch: these are xapi's last words about that start.

What to do: the code tells: VM_REQUIRES_SR, SR_BACKEND_FAILURE, HOST_NOT_ENOUGH_FREE_MEMORY,
NO_HOSTS_AVAILABLE and such.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="xapi-start-failed",
        kinds={"xapi.start_failed"},
        subject="host",
        fields=("reason",),
        title="xapi on {where} did not start a machine: {reason}",
        means="xapi gave the start up with: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="XenServer or XCP-ng could not start a machine",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells; SMlog and xensource.log have the lines before it",
            asks=(
                Ask(
                    "xe pbd-list params=uuid,sr-uuid,currently-attached",
                    (
                        (
                            "currently-attached: false",
                            "that storage is not attached to its host: xe pbd-plug",
                        ),
                    ),
                ),
                Ask("xe vm-list power-state=halted", (("the machine is listed", "it still does not run"),)),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 xapi: [error||4520 ||backtrace] Async.VM.start R:5f3ac1b2d0a7 "
            "failed with exception Server_error(VM_REQUIRES_SR, [ OpaqueRef:b8ca05cd; "
            "OpaqueRef:3dbf6388 ])\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 xapi: [debug||4520 HTTPS 192.0.2.9->|Async.VM.start "
            "R:5f3ac1b2d0a7|audit] VM.start: VM = '56dc3e0a (build7)'\n",
        ),
        fix="mend what the code names and start the machine again",
    )
)
