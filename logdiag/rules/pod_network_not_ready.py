"""The network of a Kubernetes node is not ready.

What it looks for: kubelet's `Container runtime network not ready`, of which it says more than three times that
the CNI is not initialized.

Why it fails a launch: the node stays NotReady: nothing is scheduled on it, and no pod with a network starts.

What to do: put a configuration into /etc/cni/net.d: install the network plug-in, or look why its agent does
not run.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="pod-network-not-ready",
    kinds={"kubelet.network_not_ready"},
    subject="host",
    fields=("reason",),
    times=3,
    title="The network of the Kubernetes node {where} is not ready",
    means=(
        "kubelet says again and again that its network plug-in is not initialized: {reason}. "
        "There is no valid CNI configuration in /etc/cni/net.d. For some seconds after a "
        "start it is normal, as the plug-in itself comes as a pod."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="the network of a Kubernetes node is not ready",
    telling=Telling(
        confidence="likely",
        beyond="not known: why there is no configuration",
        asks=(
            Ask(
                "ls /etc/cni/net.d",
                (
                    (
                        "nothing",
                        "no network plug-in wrote its configuration",
                    ),
                    (
                        "a file",
                        "the runtime cannot read it, or looks elsewhere: its log",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kubelet[912]: E1122 06:16:00.113302     912 kubelet.go:2349] "
            '"Container runtime network not ready" networkReady="NetworkReady=false '
            "reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not "
            'initialized"\nNov 22 06:16:00 nc01 kubelet[912]: E1122 06:16:00.113302     912 '
            'kubelet.go:2349] "Container runtime network not ready" '
            'networkReady="NetworkReady=false reason:NetworkPluginNotReady message:Network '
            'plugin returns error: cni plugin not initialized"\nNov 22 06:16:00 nc01 '
            'kubelet[912]: E1122 06:16:00.113302     912 kubelet.go:2349] "Container runtime '
            'network not ready" networkReady="NetworkReady=false reason:NetworkPluginNotReady '
            'message:Network plugin returns error: cni plugin not initialized"\n'
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 kubelet[912]: E1122 06:16:00.113302     912 kubelet.go:2349] "
            '"Container runtime network not ready" networkReady="NetworkReady=false '
            "reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not "
            'initialized"\n'
        ),
    ),
    fix="install the network plug-in, or mend its agent",
)
