"""CloudStack found no host or storage for a machine.

What it looks for: `Unable to create a deployment for VM ...`, `No suitable hosts found`, `No suitable
pools found for volume`.

Why it fails a launch: the instance stays stopped or goes to Error.

What to do: search management-server.log for the same logid: the first refusal stands before this.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

rule = told(
    id="cloudstack-not-deployed",
    kinds={
        "cloudstack.not_deployed",
        "cloudstack.deploy_failed",
        "cloudstack.no_suitable_host",
        "cloudstack.no_suitable_pool",
    },
    subject="program",
    noun="service",
    fields=("reason",),
    title="CloudStack found no place for a machine",
    means=(
        "InsufficientServerCapacityException is what CloudStack says at the end, whatever "
        "happened: no host or storage pool with room or the right tags, hosts in alert or "
        'disconnected, or a start that failed on each host in turn. The words "insufficient '
        'capacity" do not prove that anything is full.'
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="CloudStack found no host or storage for a machine",
    telling=Telling(
        confidence="possible",
        rivals=(
            ("hosts are full", "the capacity page of the zone"),
            (
                "a start failed on every host",
                "'Unable to start VM on Host' with the same logid, and agent.log of that host",
            ),
            ("hosts are disconnected", "the host page shows Alert or Disconnected"),
        ),
    ),
    symptom_of=(
        "cloudstack-start-failed",
        "cloudstack-guest-agent",
        "cloudstack-host-unreachable",
        "cloudstack-script-failed",
    ),
    fires=(
        (
            "2026-11-02 06:11:02,120 INFO  [c.c.v.VmWorkJobHandlerProxy] "
            "(Work-Job-Executor-7:ctx-9f0df607 job-249/job-250) (logid:24cbf81b) Rethrow exception "
            "com.cloud.exception.InsufficientServerCapacityException: Unable to create a deployment "
            "for VM[User|i-2-4-VM]Scope=interface com.cloud.dc.DataCenter; id=1\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02,120 DEBUG [c.c.d.FirstFitPlanner] "
            "(Work-Job-Executor-7:ctx-9f0df607) (logid:24cbf81b) Searching resources only under "
            "specified Pod: 1\n"
        ),
    ),
    fix="mend what the first refusal with this logid names",
)
