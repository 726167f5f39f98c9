"""CloudStack could not start a machine on a host, with the reason.

What it looks for: `Unable to start VM on Host[...] due to ...`, `LibvirtException` in agent.log and the line below
it, `InsufficientVirtualNetworkCapacityException` and its like in management-server.log.

Why it fails a launch: when every host refuses, the launch ends with InsufficientServerCapacityException.

What to do: mend what the reason names; libvirt's and qemu's log on that host have more.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

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
        },
        subject="node",
        noun="node",
        mended_by={"cloudstack.started"},
        fields=("reason",),
        where=lambda fields: "create a deployment for VM" not in fields["reason"],
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
