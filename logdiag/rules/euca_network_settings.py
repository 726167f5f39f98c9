"""Eucalyptus' network settings do not work.

What it looks for: `NUMADDRS must be >= 4`, `specified ADDRSPERNET ...`, `unable to convert instanceId ...
to mac address`, ERR-1001 and ERR-1012.

Why it fails a launch: no instance starts, or fewer than meant per group.

What to do: correct eucalyptus.conf.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-network-settings",
    kinds={
        "cc.too_few_addresses",
        "cc.id_too_long",
        "cc.fewer_addresses",
        "eucafault.addresses_per_net",
        "eucafault.network_mode",
    },
    subject="host",
    noun="host",
    fields=(
        "count",
        "instance",
    ),
    title="Eucalyptus' network settings do not work as they are set",
    means=(
        "VNET_ADDRSPERNET has to be a power of two between 16 and 2048, VNET_MODE one of the "
        "modes this version knows, and ids are 'i-' and eight characters where MACs are made of "
        "them. What cannot be used is replaced or stops the launch."
    ),
    severity="warning",
    stage="requested",
    category="network.plug",
    says="Eucalyptus' network settings do not work",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "grep -n VNET_ /etc/eucalyptus/eucalyptus.conf",
                (("values out of range", "correct them on every component, restart with clean"),),
            ),
        ),
    ),
    fires=((f"{_EUCA}NUMADDRS must be >= 4, instances will not start with current value of '2'\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="correct VNET_ settings in eucalyptus.conf",
)
