"""nova could not move an instance to another host.

What it looks for: nova-compute's `Live Migration failure: ...` and `Setting instance back to active after: ...`.

Why it fails a launch: no launch: the instance runs on where it was. A host that is to be emptied stays full, and a
resize did not happen.

What to do: the reason names the step: ssh between the hosts as user nova (keys, their modes, known hosts), libvirt's
ports, versions and processors, shared storage.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = (
    "2026-11-22 06:16:00.787 1402 {} [req-1 u p - d d] [instance: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] "
)
_ERROR = _HEAD.format("ERROR nova.virt.libvirt.driver")
_INFO = _HEAD.format("INFO nova.compute.manager")

rule = told(
    id="nova-move-failed",
    kinds={"nova.live_migration_failed", "nova.moved_back"},
    subject="instance",
    noun="instance",
    fields=("reason",),
    title="{many} on {where} could not be moved to another host: {reason}",
    means=(
        "A live migration, a resize or a cold migration failed, and the instance stays where it was. Mostly"
        " the hosts do not reach each other: user nova's ssh keys are missing, too open or not known to the"
        " other host (Host key verification failed, Permission denied, UNPROTECTED PRIVATE KEY FILE), or"
        " libvirt's port is closed. Else the destination lacks a processor's feature, a version or the storage."
    ),
    severity="warning",
    stage="usable",
    category="hypervisor",
    says="an instance was not moved to another host",
    telling=Telling(
        asks=(
            Ask(
                "sudo -u nova ssh -o BatchMode=yes OTHER_HOST true",
                (
                    (
                        "it is refused",
                        "user nova's keys: ls -l ~nova/.ssh; known_hosts must have the other host",
                    ),
                    ("it works", "virsh -c qemu+ssh://OTHER_HOST/system list, then the reason's own words"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_ERROR}Live Migration failure: operation failed: Failed to connect to remote libvirt URI"
            f" qemu+ssh://nc02/system: Cannot recv data: Host key verification failed.: Connection reset by"
            f" peer: libvirt.libvirtError: operation failed\n"
        ),
        (
            f"{_INFO}Setting instance back to active after: Instance rollback performed due to: Resize error:"
            f" not able to execute ssh command: Unexpected error while running command.\n"
        ),
    ),
    quiet=(f"{_INFO}Migration running for 5 secs, memory 40% remaining\n",),
    fix="give both hosts user nova's keys with mode 0600 and each other's host keys, open libvirt's ports",
)
