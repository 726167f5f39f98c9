"""Longhorn found no disk for a replica of a volume.

What it looks for: `Unable to create new replica ...`, `There's no available disk for replica ...`, `Precheck failed for
creating new replica ...` in longhorn-manager's log.

Why it fails a launch: a volume without a replica is never attached, so that its machine hangs in Starting; one with
fewer replicas than asked for works, degraded.

What to do: see room, reservation, tags and scheduling of the disks, and how many replicas the volume asks for.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="longhorn-replica-unplaced",
    kinds={"longhorn.replica_unplaced"},
    subject="replica",
    nouns="replicas",
    fields=("reason",),
    title="Longhorn found no disk for {many} of a volume: {name}",
    means=(
        "No disk of any node takes the replica: none has room for it as Longhorn counts (its reservation and"
        " over-provisioning, not what df shows), disks or nodes are switched off for scheduling or not ready, tags do"
        " not fit, or the volume asks for more replicas than there are nodes. With no replica at all the volume is not"
        " attached and its machine stays in Starting; with some it works, degraded."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="Longhorn found no disk for a replica of a volume",
    telling=Telling(
        confidence="likely",
        beyond="not known: whether the volume has other replicas",
        rivals=(
            (
                "the volume has other replicas and works, degraded",
                "its robustness is degraded, not faulted",
            ),
            ("a node was just restarting", "the replica is made a few minutes later"),
        ),
        asks=(
            Ask(
                "kubectl -n longhorn-system get volumes.longhorn.io",
                (
                    ("detached or faulted, not scheduled", "its machine cannot start: give it room"),
                    ("degraded", "it works; more replicas are asked for than can be placed"),
                ),
            ),
            Ask(
                "kubectl -n longhorn-system get nodes.longhorn.io",
                (("not ready, or not schedulable", "bring that node or disk back"),),
            ),
        ),
    ),
    fires=(
        (
            'time="2026-11-22T06:16:00Z" level=warning msg="Unable to create new replica '
            'pvc-5a2b6c11-r-fe873970" func="controller.(*VolumeController).replenishReplicas" '
            'error="No available disk candidates to create a new replica of size 2147483648" '
            "volume=pvc-5a2b6c11\n"
        ),
    ),
    quiet=(
        (
            'time="2026-11-22T06:16:00Z" level=info msg="Cannot find a reusable failed replicas for volume '
            'pvc-5a2b6c11"\n'
        ),
    ),
    fix="give the disks room or scheduling back, or ask for fewer replicas (numberOfReplicas)",
)
