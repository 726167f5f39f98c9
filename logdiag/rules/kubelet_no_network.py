"""A node's pods have no network: its CNI plugin is not there.

What it looks for: kubelet's `Container runtime network not ready ... cni plugin not initialized` and
`Error syncing pod, skipping` with `network is not ready` or a failed sandbox.

Why it fails a launch: pods, and with KubeVirt or Harvester the guests in them, stay in
ContainerCreating.

What to do: see the network plugin's own pods on that node, and /etc/cni/net.d.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_WORDS = (
    "network is not ready",
    "for sandbox",
    "network not ready",
    "NetworkReady=false",
    "NetworkPluginNotReady",
)


def _is_network(told: Mapping[str, str]) -> bool:
    """Whether it is the network that keeps pods from starting."""
    return any(words in told["reason"] for words in _WORDS)


rule = told(
    id="kubelet-no-network",
    kinds={"kubelet.network_not_ready", "kubelet.pod_not_synced"},
    subject="host",
    noun="node",
    fields=("reason",),
    where=_is_network,
    times=2,
    title="Pods on {where} get no network: the CNI plugin is not ready",
    means=(
        "The kubelet starts no pod that needs a network ({reason}): the network plugin (calico, "
        "cilium, flannel, ovn-kubernetes) has not written its configuration into /etc/cni/net.d, "
        "or its program fails. At the start of a node it is ordinary for a minute; when it goes "
        "on, the plugin's own pod does not run."
    ),
    severity="warning",
    stage="plugged",
    category="network.plug",
    says="a node's pods have no network",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        rivals=(("the node has just started", "it ends within a minute or two"),),
        asks=(
            Ask(
                "ls /etc/cni/net.d",
                (
                    ("empty", "the network plugin's pod has not run on this node"),
                    ("a file", "restart containerd; see the plugin's log"),
                ),
            ),
        ),
    ),
    fires=(
        (
            'E1122 06:16:00.771920    1544 kubelet.go:2855] "Container runtime network not ready"'
            ' networkReady="NetworkReady=false reason:NetworkPluginNotReady message:cni plugin '
            'not initialized"\nE1122 06:16:05.771920    1544 kubelet.go:2855] "Container runtime '
            'network not ready" networkReady="NetworkReady=false reason:NetworkPluginNotReady '
            'message:cni plugin not initialized"\n'
        ),
    ),
    quiet=(
        (
            'E1122 06:16:00.771920    1544 kubelet.go:2855] "Container runtime network not ready"'
            ' networkReady="NetworkReady=false reason:NetworkPluginNotReady message:cni plugin '
            'not initialized"\n'
        ),
    ),
    fix=("mend the network plugin's pod on that node; restart containerd if /etc/cni/net.d is there"),
)
