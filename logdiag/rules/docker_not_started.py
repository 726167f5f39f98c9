"""The Docker daemon ended at its start.

What it looks for: dockerd's `failed to start daemon: REASON`.

Why it fails a launch: services of the cloud that run in containers (kolla, cephadm, agents) do not run on
this host.

What to do: the reason tells: mostly iptables without its kernel modules, a full or damaged /var/lib/docker,
an unknown option.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="docker-not-started",
    kinds={"kubelet.daemon_not_started"},
    subject="host",
    fields=("reason",),
    title="The Docker daemon on {where} cannot start: {reason}",
    means=(
        "dockerd's own last word. 'failed to create NAT chain' means that iptables has no "
        "nat table here: the kernel was updated and its modules are gone until a reboot, or "
        "iptables-legacy meets an nf_tables kernel. What runs in containers on this host is "
        "down."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="the Docker daemon ended at its start",
    telling=Telling(
        confidence="likely",
        beyond="not known: why that is so",
        asks=(
            Ask(
                "iptables -t nat -S",
                (
                    (
                        "Table does not exist",
                        "the module iptable_nat is missing: reboot, or switch to iptables-nft",
                    ),
                    (
                        "a list",
                        "it works by now: start docker",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 dockerd[912]: failed to start daemon: Error initializing "
            "network controller: error obtaining controller instance: failed to create NAT chain "
            "DOCKER: iptables failed\n"
        ),
    ),
    quiet=(
        (
            'Nov 22 06:16:00 nc01 dockerd[912]: time="2026-11-22T06:16:00.486353261Z" level=info '
            'msg="Loading containers: start."\n'
        ),
    ),
    fix=("mend what the reason names; for iptables load its modules or reboot into the new kernel"),
)
