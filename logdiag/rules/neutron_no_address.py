"""A subnet of neutron has no address left.

What it looks for: `No more IP addresses available for subnet SUBNET` and `... on network NET`.

Why it fails a launch: no port can be made: nova gets no network for the instance.

What to do: free ports that nobody uses, or add a subnet.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-no-address",
    kinds={"neutron.no_ip"},
    subject="subnet",
    noun="subnet",
    title="{many} of neutron has no address left: {name}",
    means=(
        "All addresses of the allocation pools have ports: instances that run, DHCP and router "
        "ports, and ports that deleted instances left behind. nova refuses the launch."
    ),
    severity="error",
    stage="requested",
    category="dhcp.pool",
    says="a subnet of neutron has no address left",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask("openstack ip availability list", (("used as many as total", "full: free or widen"),)),
            Ask(
                "openstack port list --device-owner compute:nova",
                (("ports whose instance is gone", "left over: delete them"),),
            ),
        ),
    ),
    fires=(
        (f"{_SERVER}No more IP addresses available on network 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c.\n"),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="delete ports that nobody uses, or add a subnet",
)
