"""DRBD does not let a node use a resource.

What it looks for: the kernel's `drbd RESOURCE: Declined by peer NODE`, `Split-Brain detected but unresolved, dropping
connection!`.

Why it fails a launch: a guest's disk on that resource cannot be opened for writing on this node, or two copies of it
part for good.

What to do: the other node's kernel log has its reason; a split brain has to be ended by hand.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="drbd-refused",
    kinds={"kernel.drbd_declined", "kernel.drbd_split"},
    subject="resource",
    noun="resource",
    fields=("peer",),
    title="DRBD does not let {where} use the resource {name}; the other node: {peer}",
    means=(
        "A change of {resource} needs the other nodes' consent, and one refused it, for a reason that its own kernel"
        " log tells: the resource is in use there (primary), its disk fails or is full, or it is not up to date. Where"
        " a split brain is named, both sides have written without each other and no longer connect."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="DRBD does not let a node use a resource",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: the other node's reason",
        rivals=(
            ("it was tried again a moment later and went well", "drbdadm status shows the role asked for"),
        ),
        asks=(
            Ask(
                "drbdadm status",
                (
                    ("StandAlone", "a split brain: choose the side whose data is dropped"),
                    ("Primary on another node", "a guest runs there, or was left running"),
                    ("Diskless or Failed", "that node's disk is at fault"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}drbd r7: Declined by peer nc02 (id: 3), see the kernel log there\nNov 22 06:16:00 nc01 libvirtd[902]:"
        " libvirt version: 9.0.0\n",
    ),
    quiet=(f"{_HEAD}drbd r7: Preparing cluster-wide state change 1166730599 (1->3 496/16)\n",),
    fix="mend what the other node's kernel log names; end a split brain by hand (drbdadm connect --discard-my-data)",
)
