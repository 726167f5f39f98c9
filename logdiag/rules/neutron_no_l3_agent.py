"""No L3 agent can take a router.

What it looks for: `No active L3 agents` and `No L3 agents can host the router ID`.

Why it fails a launch: instances behind that router have no way out, no floating addresses, and often no
metadata.

What to do: start the L3 agents.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-no-l3-agent",
    kinds={"neutron.no_l3_agent"},
    subject="host",
    noun="host",
    fields=("router",),
    title="No L3 agent of neutron is alive to take routers",
    means=(
        "Routers are not built: instances get their address, but neither a gateway that answers, "
        "nor floating addresses, nor metadata by way of the router."
    ),
    severity="error",
    stage="configured",
    category="network.link",
    says="no L3 agent can take a router",
    telling=Telling(
        confidence="likely",
        rivals=(("routers are distributed or OVN's", "no L3 agent is needed"),),
        asks=(
            Ask(
                "openstack network agent list --agent-type l3",
                (
                    ("none, XXX or False", "start neutron-l3-agent"),
                    ("alive", "look at its mode and external network"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "neutron-agent-dead",
        "oslo-broker-unreachable",
        "oslo-no-reply",
        "rabbitmq-down",
    ),
    fires=((f"{_SERVER}No active L3 agents\n"),),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="start the L3 agents",
)
