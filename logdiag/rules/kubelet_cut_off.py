"""A node of a cluster does not reach its API server.

What it looks for: kubelet: `Unable to register node with API server`, `Failed to ensure lease exists,
will retry`, twice or more and no `Successfully registered node` after it.

Why it fails a launch: the node is NotReady: no pod, and with KubeVirt or Harvester no guest, is started
there.

What to do: getent hosts for the name in the message, and curl -k to its port, from the node.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="kubelet-cut-off",
    kinds={"kubelet.server_unreachable"},
    subject="host",
    noun="node",
    mended_by={"kubelet.registered"},
    times=2,
    title="The kubelet of {where} does not reach its API server",
    means=(
        "The kubelet cannot register its node or renew its lease. `no such host` or `server "
        "misbehaving`: the name of the API server does not resolve on this node (resolv.conf, "
        "/etc/hosts). `i/o timeout`: its address or port 6443 is not reached, or the name leads "
        "to an old address. `connection refused`: the API server does not run. `x509` or "
        "`Unauthorized`: certificates. The node is NotReady: nothing new is placed there."
    ),
    severity="error",
    stage="scheduled",
    category="control.api",
    says="a node of a cluster does not reach its API server",
    symptom_of=("bond-dead",),
    telling=Telling(
        needs_launch=True,
        beyond=(
            "not known: whether the name, the network or the server is at fault, but for what the"
            " reason says"
        ),
        asks=(
            Ask(
                "curl -sk https://APISERVER:6443/healthz",
                (
                    ("ok", "it answers now"),
                    ("could not resolve", "the name: resolv.conf, /etc/hosts"),
                    ("timed out", "the network, or the server"),
                ),
            ),
        ),
    ),
    fires=(
        (
            'E1122 06:16:00.771920    1544 kubelet_node_status.go:95] "Unable to register node '
            'with API server" err="Post https://172.31.4.9:6443/api/v1/nodes: dial tcp '
            '172.31.4.9:6443: i/o timeout" node="nc01"\nE1122 06:16:07.771920    1544 '
            'kubelet_node_status.go:95] "Unable to register node with API server" err="Post '
            'https://172.31.4.9:6443/api/v1/nodes: dial tcp 172.31.4.9:6443: i/o timeout" '
            'node="nc01"\n'
        ),
    ),
    quiet=(
        (
            'I1122 06:16:00.771920    1544 kubelet_node_status.go:73] "Successfully registered '
            'node" node="nc01"\n'
        ),
    ),
    fix="make the name resolve, or the API server reachable; the kubelet tries again by itself",
)
