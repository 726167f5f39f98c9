"""Nova set an instance to ERROR, in what may not have been its launch.

What it looks for: `Setting instance vm_state to ERROR: ...` with a reason.

Why it fails a launch: the instance is in ERROR; a build, but also a deletion, a stop, a resize or a
migration may have put it there.

What to do: look which action failed: openstack server event list.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-instance-error",
    kinds={"nova.instance_error"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    noun="instance",
    fields=("reason",),
    title="nova set {many} on {where} to ERROR: {reason}",
    means=(
        "An action on the instance ended with an error that nova did not expect. The "
        "line does not say which action: a launch is one of them, a deletion, a stop, a "
        "resize and a migration are others. The reason is as nova or libvirt told it."
    ),
    severity="warning",
    stage="defined",
    category="hypervisor",
    says="nova set an instance to ERROR, in what may not have been its launch",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "it was no launch that failed",
                "the instance ran before: openstack server event list",
            ),
        ),
        asks=(
            Ask(
                "openstack server event list {instance}",
                (
                    (
                        "the failed event is create",
                        "it is a launch: read nova-compute.log before this line",
                    ),
                    (
                        "delete, stop, resize or migrate",
                        "that action failed, no launch",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=(
        "guest-process-stays",
        "nova-build-failed",
        "nova-libvirt-down",
        "keystone-endpoint-unreachable",
        "keystone-credentials",
        "oslo-no-reply",
        "database-unreachable",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Setting instance vm_state to ERROR: "
            "libvirt.libvirtError: Requested operation is not valid: domain is not running\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix=("mend what the reason names, then openstack server set --state active and try the action again"),
)
