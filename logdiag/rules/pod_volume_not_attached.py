"""Kubernetes could not attach or map a volume of a pod: a virtual machine's disk under KubeVirt and Harvester.

What it looks for: `AttachVolume.Attach failed`, `MapVolume.MapPodDevice failed`, `MountVolume.MountDevice
failed`, `Multi-Attach error`, with no success for the same volume after it.

Why it fails a launch: the pod of the guest waits for its disk and stays in ContainerCreating.

What to do: the storage driver on that node, and whether the volume is still attached to another.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="pod-volume-not-attached",
        kinds={"kubelet.volume_failed"},
        subject="volume",
        fields=("reason", "pod"),
        mended_by={"kubelet.volume_ready"},
        title="Kubernetes could not attach volume {name} on {where}: {reason}",
        means="A disk of a pod is not there, which is tried again: {reason}.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="Kubernetes could not attach or map a volume of a pod",
        symptom_of=("device-busy", "mount-refused", "iscsid-missing", "iscsi-login-failed"),
        telling=Telling(
            confidence="likely",
            beyond="not known: why the storage driver does not do it",
            rivals=(
                (
                    "the storage driver was just starting on that node",
                    "the same volume is attached some minutes later",
                ),
            ),
            asks=(
                Ask(
                    "kubectl get volumeattachments",
                    (
                        (
                            "ATTACHED false, or another node",
                            "the volume hangs there: see the storage driver, or the pod that still has it",
                        ),
                    ),
                ),
                Ask(
                    "kubectl get csinodes",
                    (("the driver is not listed for the node", "its pod does not run there"),),
                ),
            ),
        ),
        fires=(
            'Nov 22 06:16:00 nc01 kubelet[4120]: AttachVolume.Attach failed for volume "pvc-9fd6" : '
            "rpc error: code = DeadlineExceeded desc = volume pvc-9fd6 failed to attach to node "
            "nc01\n",
        ),
        quiet=(
            'Nov 22 06:16:00 nc01 kubelet[4120]: AttachVolume.Attach succeeded for volume "pvc-9fd6"\n',
        ),
        fix="bring the storage driver of that node back, or detach the volume from where it hangs",
    )
)
