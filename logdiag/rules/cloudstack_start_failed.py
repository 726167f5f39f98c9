"""CloudStack could not start a machine on a host, with the reason.

What it looks for: `Unable to start VM on Host[...] due to ...`, `LibvirtException` in agent.log and the line below
it, `InsufficientVirtualNetworkCapacityException` and its like in management-server.log.

Why it fails a launch: when every host refuses, the launch ends with InsufficientServerCapacityException.

What to do: mend what the reason names; libvirt's and qemu's log on that host have more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from logdiag.rules.cloudstack_host_unreachable import was_refused
from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

# What the agent asks libvirt for to see whether it is there.
_USUAL = re.compile(
    r"not found: no (?:domain|storage|network|secret|nwfilter)|[Dd]omain is not running|[Dd]omain not found"
)


def _is_reason(fields: Mapping[str, str]) -> bool:
    """Whether it says why a start was refused, and not only that all hosts refused, or that one is not reached."""
    reason = fields["reason"]
    if reason.startswith("Host "):
        return was_refused(fields)
    return "create a deployment for VM" not in reason and not _USUAL.search(reason)


rule = refused(
    told(
        id="cloudstack-start-failed",
        kinds={
            "cloudstack.start_failed",
            "cloudstack.start_given_up",
            "cloudstack.libvirt_exception",
            "cloudstack.libvirt_told",
            "cloudstack.left_out",
            "cloudstack.stopped",
            "cloudstack.host_unreachable",
        },
        subject="node",
        noun="node",
        mended_by={"cloudstack.started"},
        fields=("reason",),
        where=_is_reason,
        title="CloudStack could not start a machine: {reason}",
        means=(
            "CloudStack tried the machine (on a host, by its agent and libvirt) and was refused. It then "
            "tries other hosts, and in the end says only that it has no capacity: this line, or "
            "the first one of the trace below it, has the reason."
        ),
        symptom_of=(
            "disk-lock-refused",
            "image-locked",
            "guest-disk-permission",
            "guest-disk-missing",
            "guest-disk-format",
            "guest-memory",
            "huge-pages",
            "kvm-no-access",
            "kvm-disabled",
            "bridge-missing",
            "cpu-features",
            "cpu-address-bits",
            "emulator-unfit",
            "apparmor-denied",
            "selinux-denied",
        ),
        severity="error",
        stage="defined",
        category="hypervisor",
        says="CloudStack could not start a machine on a host, with the reason",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "virsh list --all",
                    (
                        ("libvirt answers", "look into /var/log/libvirt/qemu of that machine"),
                        ("it does not", "libvirtd is down there"),
                    ),
                ),
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:02,120 WARN  [c.c.a.m.AgentManagerImpl] "
                "(Work-Job-Executor-7:ctx-9f0df607) (logid:24cbf81b) Resource [Host:1] is unreachable: "
                "Host 1: Unable to start instance due to Can't find at least one running router!\n"
            ),
            (
                "2026-11-02 06:11:02,120 INFO  [c.c.v.VirtualMachineManagerImpl] "
                "(Work-Job-Executor-7:ctx-9f0df607 job-249/job-250 ctx-e5be9f11) (logid:24cbf81b) "
                "Unable to start VM on Host[-1-Routing] due to org.libvirt.LibvirtException: "
                "unsupported configuration: CPU mode 'host-passthrough' requires kvm\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02,120 DEBUG [c.c.v.VirtualMachineManagerImpl] "
                "(Work-Job-Executor-7:ctx-9f0df607 job-249/job-250) (logid:24cbf81b) Start completed "
                "for VM VM[User|i-2-4-VM]\n"
            ),
        ),
        fix="mend what the reason names, then start the instance again",
    )
)
