"""Cluster and node disagree on an instance's MAC.

What it looks for: `CC and NC mac addrs differ instanceId=... CCmac=... NCmac=...`.

Why it fails a launch: the host entry is made for a MAC that the machine does not have: no address.

What to do: restart the cluster controller; compare VNET_MACPREFIX.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-macs-differ",
    kinds={"cc.macs_differ"},
    subject="instance",
    noun="instance",
    fields=(
        "mac",
        "node_mac",
    ),
    title="Cluster and node disagree on the MAC of {many}: {name}",
    means=(
        "The cluster controller gives DHCP the MAC {mac}, the machine has {node_mac}: its "
        "requests find no host entry, and it gets no address."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="cluster and node disagree on an instance's MAC",
    telling=Telling(
        confidence="confirmed",
    ),
    fires=(
        (
            f"{_EUCA}CC and NC mac addrs differ instanceId=i-7C4F3DF4 CCmac=d0:0d:7c:4f:3d:f4 "
            f"NCmac=d0:0d:7c:4f:3d:f5\n"
        ),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="restart the cluster controller, compare VNET_MACPREFIX",
)
