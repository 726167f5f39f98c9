"""The name server of a cluster forwards questions to itself, and exits.

What it looks for: `plugin/loop: Loop (127.0.0.1:PORT -> :53) detected for zone "."`.

Why it fails a launch: no name of the cluster resolves: services do not find each other.

What to do: give CoreDNS real name servers: forward . IP in its Corefile, or resolvConf of the kubelet
(/run/systemd/resolve/resolv.conf).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="coredns-loop",
    kinds={"coredns.loop"},
    subject="host",
    noun="server",
    title="CoreDNS on {where} forwards questions to itself and exits",
    means=(
        "CoreDNS sends questions on to the name servers of the node's /etc/resolv.conf. There "
        "stands 127.0.0.53 (systemd-resolved) or the cluster's own address, so its question came "
        "back to itself, and it exits rather than answer for ever. It is started again and again,"
        " and names of the cluster do not resolve."
    ),
    severity="error",
    stage="requested",
    category="control.api",
    says="the name server of a cluster forwards questions to itself",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask("cat /etc/resolv.conf", (("127.0.0.53, or the address of CoreDNS", "that is the loop"),)),
        ),
    ),
    fires=(
        (
            "2026-11-22 06:16:00 [FATAL] plugin/loop: Loop (127.0.0.1:41207 -> :53) detected for "
            'zone ".", see https://coredns.io/plugins/loop#troubleshooting.\n'
        ),
    ),
    quiet=("2026-11-22 06:16:00 [INFO] plugin/ready: Still waiting on: kubernetes\n",),
    fix=("forward . IP in its Corefile, or resolvConf: /run/systemd/resolve/resolv.conf for the kubelet"),
)
