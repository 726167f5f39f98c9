"""libvirt has no secret for a disk.

What it looks for: libvirt's `Secret not found: ... uuid '...'`.

Why it fails a launch: the secret holds the key with which qemu opens a disk in Ceph, on iSCSI or an encrypted one:
without it the guest is not started.

What to do: define the secret with that UUID on this host and set its value.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="secret-missing",
        kinds={"libvirt.secret_missing"},
        subject="host",
        fields=("reason",),
        title="libvirt on {where} has no secret for a disk: {reason}",
        means="A guest's disk is opened with a key that libvirt keeps as a secret, and it has none: {reason}.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="libvirt has no secret for a disk",
        telling=Telling(
            confidence="likely",
            rivals=(
                ("somebody only asked for it (a cloud that makes it next)", "virsh secret-list has it"),
            ),
            asks=(
                Ask(
                    "virsh secret-list",
                    (
                        ("the UUID is not listed", "define it, and set its value"),
                        ("it is listed", "it was defined since; see that it has a value"),
                    ),
                ),
            ),
        ),
        fires=(
            "2026-11-22 06:16:00.690+0000: 3121: error : secretLookupByUUID:412 : Secret not found: no secret with"
            " matching uuid '5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d'\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 libvirtd[1402]: End of file while reading data: Input/output error\n",
        ),
        fix="define the secret, and set its value",
    )
)
