"""Kubernetes could not make the sandbox of a pod, mostly its network.

What it looks for: containerd's `RunPodSandbox for ... failed, error` and kubelet's `CreatePodSandboxError`.

Why it fails a launch: the pod that is, or that holds, the instance (virt-launcher and others) hangs in
ContainerCreating.

What to do: the reason names the CNI plug-in: its binary in /opt/cni/bin, its configuration in /etc/cni/net.d,
its agent.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="pod-sandbox-failed",
        kinds={"kubelet.sandbox_failed", "kubelet.sandbox_refused"},
        subject="pod",
        fields=("reason", "namespace"),
        title="The sandbox of {many} on {where} could not be made: {name}",
        means="The runtime could not set the pod up, which it tries again every few seconds: {reason}.",
        severity="error",
        stage="plugged",
        category="network.plug",
        says="Kubernetes could not make the sandbox of a pod, mostly its network",
        symptom_of=("pod-network-not-ready",),
        telling=Telling(
            confidence="likely",
            beyond="not known: why the plug-in is not well",
            asks=(
                Ask(
                    "ls /opt/cni/bin /etc/cni/net.d",
                    (
                        (
                            "no such plug-in or no file",
                            "install the network plug-in on this node",
                        ),
                    ),
                ),
            ),
        ),
        fires=(
            (
                'Nov 22 06:16:00 nc01 containerd[801]: time="2026-11-22T06:16:00.290190807Z" '
                'level=error msg="RunPodSandbox for '
                "&PodSandboxMetadata{Name:virt-launcher-vm7-xk2lp,Uid:cb0d1035,Namespace:tenants,Atte"
                'mpt:0,} failed, error" error="failed to setup network for sandbox \\"734dfc\\": '
                'plugin type=\\"bridge\\" failed (add): failed to find plugin \\"bridge\\" in path '
                '[/opt/cni/bin]"\n'
            ),
        ),
        quiet=(
            (
                'Nov 22 06:16:00 nc01 containerd[801]: time="2026-11-22T06:16:00.290190807Z" '
                'level=info msg="RunPodSandbox for '
                '&PodSandboxMetadata{Name:server,Uid:eb9891c8,Namespace:default,Attempt:0,}"\n'
            ),
        ),
        fix="mend the CNI plug-in that the reason names",
    )
)
