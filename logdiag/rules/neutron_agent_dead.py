"""neutron-server holds an agent for dead.

What it looks for: `Refusing to bind port PORT to dead agent`, `Agent healthcheck: found N dead agents`,
`AGENT is not active`, `Agent ID is down`.

Why it fails a launch: no port is bound to a host whose layer-2 agent is held for dead, and no network is
given to a DHCP agent that is: instances fail or get no address.

What to do: look at the agents' list; restart those that are dead; where they run, look at RabbitMQ and at
the clocks.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-agent-dead",
    kinds={"neutron.dead_agent", "neutron.agents_dead", "neutron.agent_inactive"},
    subject="host",
    noun="host",
    fields=(
        "agent",
        "count",
        "total",
    ),
    title="neutron-server holds agents for dead",
    means=(
        "An agent reports every half minute by way of RabbitMQ; after 75 s without a report "
        "(agent_down_time) neutron-server takes it for dead, and binds no port to its host. The "
        "agent stopped, hangs, lost its queues, or its clock differs from the server's. A port "
        "that is bound to a dead agent all the same (older OVN driver) is never wired, and nova "
        "waits for it in vain."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="neutron-server holds an agent for dead",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "agents live and their reports do not arrive (RabbitMQ, overload)",
                "the agent's log: Failed reporting state!",
            ),
            ("clocks differ", "neutron-server: differs from the current server timestamp"),
        ),
        beyond="not known: dead, hung, unheard or wrong clock; the agents' own logs say",
        asks=(
            Ask(
                "openstack network agent list",
                (
                    ("XXX or False", "on those hosts: systemctl status of the agent, and its log's end"),
                    ("all alive", "it was over when you looked"),
                ),
            ),
        ),
        fix=(
            ("restart the dead agents; if they run, restart RabbitMQ's connection by restarting them too"),
            "mend clocks (chronyc tracking)",
        ),
    ),
    symptom_of=(
        "neutron-clocks-differ",
        "oslo-broker-unreachable",
        "oslo-no-reply",
        "rabbitmq-down",
    ),
    fires=(
        (
            f"{_SERVER}Refusing to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d to dead agent: "
            f"{{'agent_type': 'Open vSwitch agent', 'alive': False, 'host': 'cmp07'}}\n"
        ),
        (f"{_SERVER}Agent healthcheck: found 2 dead agents out of 14:\n"),
        (f"{_SERVER}DHCP agent 5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d is not active\n"),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="restart the dead agents, look at RabbitMQ and clocks",
)
