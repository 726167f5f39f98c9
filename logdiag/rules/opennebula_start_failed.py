"""OpenNebula could not bring a machine's disks to its host, or could not start it there.

What it looks for: `[VMM][E]: DEPLOY: REASON`, `Error deploying virtual machine`, `[TM][E]: ... failed:
REASON`, `DEPLOY FAILURE`, `TRANSFER FAILURE`.

Why it fails a launch: the machine stands in PROLOG_FAILURE or BOOT_FAILURE until somebody mends the reason
and retries.

What to do: mend what the reason names on the host, then onevm recover --retry.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="opennebula-start-failed",
        kinds={"opennebula.deploy_failed", "opennebula.transfer_failed", "opennebula.command_failed"},
        subject="host",
        fields=("reason", "instance"),
        mended_by={"opennebula.state_running"},
        title="OpenNebula did not start a machine: {reason}",
        means="What OpenNebula ran on the host came back with an error: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="OpenNebula could not bring a machine's disks to its host, or could not start it there",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "onevm list",
                    (
                        ("fail", "the machine still waits: onevm recover --retry once it is mended"),
                        ("runn", "it is over"),
                    ),
                ),
            ),
        ),
        fires=(
            "Sun Nov 22 06:16:00 2026 [Z0][VMM][E]: DEPLOY: error: Failed to create domain from "
            "/var/lib/one//datastores/0/31/deployment.0 error: Cannot check QEMU binary "
            "/usr/bin/qemu-kvm-one: No such file or directory ExitCode: 255\n",
        ),
        quiet=("Sun Nov 22 06:16:00 2026 [Z0][VM][I]: New LCM state is RUNNING\n",),
        fix="mend what the reason names on the host, then onevm recover --retry",
    )
)
