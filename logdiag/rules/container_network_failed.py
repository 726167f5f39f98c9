"""The network of a container could not be set up.

What it looks for: LXC's `failed to set 'eth0' up : REASON` and `Failed to attach ... to bridge ...`.

Why it fails a launch: LXC stops the start of the container at the first device that fails.

What to do: ip link: is the bridge there, is the interface used elsewhere.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="container-network-failed",
    kinds={"lxc.device_not_set", "lxc.veth_failed"},
    subject="iface",
    noun="interface",
    fields=("reason",),
    title="The network of a container on {where} could not be set up: {name}: {reason}",
    means=(
        "LXC could not bring up the interface {iface} of the container: {reason}. The bridge "
        "does not exist, the interface is already in use by another container, or this user "
        "may not use it. The container does not start."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="the network of a container could not be set up",
    telling=Telling(
        confidence="likely",
        beyond="not known: who uses it",
        asks=(
            Ask(
                "ip -br link",
                (
                    (
                        "no such bridge",
                        "make it, or name another in the profile",
                    ),
                    (
                        "it is there",
                        "another container has the interface",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "            lxc wedge4 20261122061200.680 ERROR    conf - conf.c:setup_netdev:2366 "
            "- failed to set 'eth0' up : Device or resource busy\n"
        ),
    ),
    quiet=(
        (
            "            lxc wedge4 20261122061200.680 INFO     start - start.c:lxc_init:880 - "
            'Container "wedge4" is initialized\n'
        ),
    ),
    fix="make the bridge, or free the interface",
)
