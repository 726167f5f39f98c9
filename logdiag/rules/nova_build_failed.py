"""Nova-compute failed to make an instance.

What it looks for: `Instance failed to spawn`, `Failed to build and run instance`, `Build of instance ...
aborted`, `... was re-scheduled` with a reason that no other rule knows, or with none.

Why it fails a launch: the build is tried on other nodes, if it may be, and then set to ERROR.

What to do: read the traceback that follows in nova-compute.log, and libvirt's and qemu's log of that
machine.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, REASONED, because
from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="nova-build-failed",
        kinds=BUILD,
        mended_by={"nova.built", "nova.spawned"},
        subject="instance",
        fields=("reason",),
        where=because("other", "", "quota"),
        title="{many} on {where} failed to build: {reason}",
        means=(
            "nova-compute tried to make the instance and failed. The reason is as nova or libvirt told it."
        ),
        severity="error",
        stage="defined",
        category="hypervisor",
        says="nova-compute failed to make an instance",
        state="failed",
        telling=Telling(
            confidence="possible",
            rivals=(
                (
                    "the reason stands in another log",
                    "libvirtd's log or /var/log/libvirt/qemu/ of the node at that second",
                ),
            ),
            asks=(
                Ask(
                    "openstack server show {instance}",
                    (("a fault", "its message and details are the last reason"),),
                ),
                Ask(
                    "openstack server event list {instance}",
                    (
                        (
                            "the first failed event names a node",
                            "look at nova-compute.log and libvirt on that node",
                        ),
                        ("nothing", "the request did not reach a node"),
                    ),
                ),
            ),
        ),
        symptom_of=(
            *REASONED,
            "guest-start-failed",
            "guest-died-at-start",
            "keystone-credentials",
            "keystone-endpoint-unreachable",
            "keystone-endpoint-missing",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: TypeError: 'NoneType' "
                "object is not iterable\n"
            ),
            (
                "2026-11-02 06:11:03.120 4711 ERROR nova.compute.manager "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
                "injecting data into image "
                "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk (internal error)\n"
                "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
            ),
            (
                "2026-11-02 06:11:05.120 4711 INFO nova.compute.manager "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
            ),
        ),
        fix="mend what the reason names; then launch again",
    )
)
