"""Eucalyptus has no address for another instance.

What it looks for: `could not find/initialize any free network address`, `Insufficient addresses`, `Not
enough resources available: addresses`, `index out of bounds`.

Why it fails a launch: the launch is refused, or the instance is sent to no node.

What to do: raise VNET_ADDRSPERNET or PrivateIps; release elastic addresses.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_CLOUD = "Sun Dec 14 23:29:56 2014 ERROR [AdmissionControl:run] "

rule = told(
    id="euca-no-address",
    kinds={"cc.no_address", "cc.index_out_of_bounds", "clc.no_private_address", "clc.no_public_address"},
    subject="host",
    noun="host",
    fields=(
        "index",
        "lowest",
        "highest",
    ),
    title="Eucalyptus has no address left for another instance",
    means=(
        "MANAGED modes: a security group has VNET_ADDRSPERNET addresses (default 32, of which 11 "
        "are reserved), so that the 22nd instance of a group finds none. EDGE: PrivateIps of the "
        "cluster is used up, or PublicIps."
    ),
    severity="error",
    stage="requested",
    category="dhcp.pool",
    says="Eucalyptus has no address for another instance",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "grep -n VNET_ /etc/eucalyptus/eucalyptus.conf",
                (
                    ("VNET_ADDRSPERNET small", "raise it, or use more groups"),
                    ("EDGE", "enlarge PrivateIps in the network JSON"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_EUCA}could not find/initialize any free network address, failing doRunInstances()\n"),
        (f"{_CLOUD}Insufficient addresses\n"),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="raise VNET_ADDRSPERNET or PrivateIps, or release addresses",
)
