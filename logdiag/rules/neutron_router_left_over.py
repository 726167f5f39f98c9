"""neutron's L3 agent could not delete a router.

What it looks for: `Error while deleting router ROUTER`.

Why it fails a launch: its namespace, addresses and processes stay, and may answer in the place of
another.

What to do: read the reason; a rootwrap filter that lacks a command is mended in rootwrap.d.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_L3 = "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.l3.agent [-] "

rule = told(
    id="neutron-router-left-over",
    kinds={"neutron.router_not_deleted"},
    subject="router",
    noun="router",
    fields=("reason",),
    title="neutron's L3 agent on {where} could not delete {many}: {name}",
    means=(
        "What is left of the router (its namespace, keepalived, addresses) stays on the host: "
        "{reason}. New instances are hit only where their network used it."
    ),
    severity="warning",
    stage="configured",
    category="network.link",
    says="neutron's L3 agent could not delete a router",
    telling=Telling(
        confidence="possible",
        rivals=(("the next try worked", "the namespace is gone"),),
    ),
    fires=(
        (
            f"{_L3}Error while deleting router 966ae457-c6d0-4aeb-8a4f-42bec37a38ed: "
            f"neutron_lib.exceptions.ProcessExecutionError: Exit code: 99\n"
        ),
    ),
    quiet=((f"{_L3}Router 8eaf9ec7-c462-4b79-821a-7b334327bf19 transitioned to backup\n"),),
    fix="read the reason, remove the namespace by hand",
)
