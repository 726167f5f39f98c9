"""A guest of that name is already defined on the host.

What it looks for: `domain '...' already exists with uuid ...`

Why it fails a launch: the cloud wants to define a guest and an earlier one of the name is still there.

What to do: virsh dominfo NAME; if the cloud does not know it: virsh undefine NAME.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="domain-left-over",
    kinds={"libvirt.domain_exists"},
    subject="domain",
    noun="guest",
    fields=("instance",),
    title="{where} still has a guest of the name {name}",
    means=(
        "The guest {domain} is defined on this host (uuid {instance}), left over from an earlier"
        " launch or move, so that it can not be defined again."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a guest of that name is already defined",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "virsh dominfo {domain}",
                (
                    ("shut off", "left over: virsh undefine, if the cloud does not know it"),
                    ("running", "it runs: somebody else's"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_HEAD}operation failed: domain 'i-7C4F3DF4' already exists with uuid"
            f" 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="undefine the guest that was left over",
)
