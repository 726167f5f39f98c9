"""A helper that neutron's agent started died.

What it looks for: `dnsmasq for dhcp with uuid NET not found. The process should not have died`, and no
`Respawning`.

Why it fails a launch: without its dnsmasq or haproxy a network has no DHCP or no metadata.

What to do: see why it died: memory, its own log.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_NDHCP = "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.dhcp.agent [-] "
_NDLATER = "2026-11-22 05:55:48.123 4711 INFO neutron.agent.dhcp.agent [-] "

rule = told(
    id="neutron-child-died",
    kinds={"neutron.child_died"},
    mended_by={"neutron.child_respawned"},
    subject="network",
    noun="network",
    fields=("service",),
    title="{service} of {many} on {where} died, and was not started again: {name}",
    means=(
        "The agent watches its helpers (dnsmasq, haproxy, radvd, keepalived) and starts them "
        "again if it is told to (check_child_processes_action). This one is gone, mostly killed "
        "for memory."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="a helper of neutron's agent died",
    telling=Telling(
        confidence="likely",
        rivals=(("it was stopped by an operator", "shell history"),),
    ),
    symptom_of=(
        "host-out-of-memory",
        "oom-killer-called",
    ),
    fires=(
        (
            f"{_NDHCP}dnsmasq for dhcp with uuid 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c not found. "
            f"The process should not have died\n"
        ),
    ),
    quiet=((f"{_NDLATER}Respawning dnsmasq for uuid 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c\n"),),
    fix="restart the agent, look for the OOM killer",
)
