"""neutron's L3 agent could not build a router.

What it looks for: `Failed to process compatible router: ROUTER`, `Error while initializing router`, `Hit
retry limit with router update`, `Gateway interface for router ROUTER was not set up`.

Why it fails a launch: instances behind it have no gateway, no floating addresses, and no metadata by way
of it.

What to do: read the traceback behind the line; restart the agent.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_L3 = "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.l3.agent [-] "

rule = told(
    id="neutron-router-failed",
    kinds={"neutron.router_failed", "neutron.gateway_missing"},
    subject="router",
    noun="router",
    fields=("reason",),
    title="neutron's L3 agent on {where} could not build {many}: {name}",
    means=(
        "Instances behind router {router} get an address, but its gateway does not answer: no way"
        " out, no floating address, and no metadata (so no keys) where that goes by the router."
    ),
    severity="error",
    stage="configured",
    category="network.link",
    says="neutron's L3 agent could not build a router",
    telling=Telling(
        confidence="likely",
        rivals=(("a later try worked", "ip netns exec qrouter-{router} ip addr shows its addresses"),),
        asks=(
            Ask(
                "ip netns exec qrouter-{router} ip -br addr",
                (
                    ("qr- and qg- with addresses", "built by now"),
                    ("nothing", "restart neutron-l3-agent, read its traceback"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "oslo-no-reply",
        "oslo-broker-unreachable",
    ),
    fires=(
        (f"{_L3}Failed to process compatible router: 7a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d\n"),
        (
            f"{_L3}Gateway interface for router cb39dd06-e77d-4cc6-88ae-87a00f045757 was not set "
            f"up; router will not work properly\n"
        ),
    ),
    quiet=((f"{_L3}Router 8eaf9ec7-c462-4b79-821a-7b334327bf19 transitioned to backup\n"),),
    fix="read the traceback, restart the L3 agent",
)
