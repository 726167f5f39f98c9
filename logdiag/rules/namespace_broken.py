"""A network namespace cannot be entered.

What it looks for: `setting the network namespace "NAME" failed`, `Cannot open network namespace "NAME"`,
`failed to open netns`.

Why it fails a launch: DHCP, routers and metadata of neutron live in namespaces: the agent cannot serve
that network.

What to do: delete the namespace that is left over and restart the agent, which makes it anew.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="namespace-broken",
    kinds={"iproute.namespace_broken"},
    subject="host",
    noun="host",
    fields=("namespace", "reason"),
    title="A network namespace on {where} cannot be entered: {namespace}",
    means=(
        "The file in /run/netns is there, and the namespace behind it is gone or belongs "
        "to another mount (Invalid argument: the agent's container, or the agent, was "
        "restarted, and what it left over is stale), or the file is not there (No such "
        "file or directory). The agent (DHCP, L3, metadata) fails on it again and again, "
        "or does not start. Other namespaces may be well."
    ),
    severity="error",
    stage="addressed",
    category="network.plug",
    says="a network namespace cannot be entered",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the network or router was just being deleted",
                "No such file or directory, and its deletion nearby",
            ),
        ),
        asks=(
            Ask(
                "ip netns list",
                (
                    (
                        "Error: Peer netns reference is invalid, or a name without id",
                        "delete that one: it is stale, left over",
                    ),
                    (
                        "the namespace is not there",
                        "restart the agent: it makes it anew",
                    ),
                ),
            ),
        ),
    ),
    fires=(("2026-11-02 06:11:02.120 4711 ERROR neutron OSError: [Errno 22] failed to open netns\n"),),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix=("ip netns delete the stale namespace (qdhcp-, qrouter-, ovnmeta-), then restart the agent"),
)
