"""A node of Eucalyptus has no memory for another guest.

What it looks for: `libvirt: ... Cannot allocate memory` in nc.log.

Why it fails a launch: qemu could not get the guest's memory: the instance is not started.

What to do: lower MAX_MEM to what there is, end guests that are left over, add swap or memory.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-guest-memory",
    kinds={"nc.libvirt_error"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=lambda fields: (
        "annot allocate memory" in fields["reason"] or "set up guest memory" in fields["reason"]
    ),
    title="The node has no memory for another guest",
    means=(
        "The kernel refused qemu the memory of the guest. Other guests (also ones that Eucalyptus"
        " no longer counts) hold it, or MAX_MEM promises more than the machine has."
    ),
    severity="error",
    stage="defined",
    category="compute.memory",
    says="a node of Eucalyptus has no memory for another guest",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "a limit of the user or cgroup is met, and the machine has memory left",
                "free -m shows enough available",
            ),
        ),
        asks=(
            Ask(
                "free -m",
                (
                    ("little available", "used up: virsh list shows who holds it"),
                    ("enough", "a limit: ulimit, cgroup, overcommit_memory"),
                ),
            ),
        ),
    ),
    symptom_of=("euca-memory-overcommitted",),
    fires=(
        (
            f"{_EUCA}libvirt: internal error process exited while connecting to monitor: Failed to"
            f" allocate memory: Cannot allocate memory (code=1)\n"
        ),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="end guests that are left over, or lower MAX_MEM",
)
