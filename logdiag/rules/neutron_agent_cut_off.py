"""An agent of neutron cannot talk to neutron-server.

What it looks for: `Failed reporting state!`, `Unable to sync network state.`, `Failed synchronizing
routers`, `Error while processing VIF ports`, and no success since.

Why it fails a launch: an agent without the server wires no port, and writes no host entry; after a while
the server holds it for dead.

What to do: look at RabbitMQ from that host, and at neutron-server; restart the agent.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import tells_of_messages

_AGENT = (
    "2026-11-22 05:54:48.123 4711 ERROR "
    "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] "
)
_NDHCP = "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.dhcp.agent [-] "
_NDLATER = "2026-11-22 05:55:48.123 4711 INFO neutron.agent.dhcp.agent [-] "

rule = told(
    id="neutron-agent-cut-off",
    kinds={
        "neutron.not_reported",
        "neutron.dhcp_not_synced",
        "neutron.routers_not_synced",
        "neutron.ports_not_processed",
    },
    mended_by={"neutron.revived", "neutron.dhcp_synced", "neutron.ports_done"},
    subject="program",
    noun="agent",
    fields=("reason",),
    where=tells_of_messages,
    title="{many} of neutron on {where} cannot talk to neutron-server: {name}",
    means=(
        "The agent asks neutron-server by way of RabbitMQ which ports it has to wire, and got no "
        "answer. While that lasts new instances on this host come up without a wired port or "
        "without an address. An agent whose queues are gone may stay deaf after RabbitMQ is well "
        "again, until it is restarted."
    ),
    severity="error",
    stage="plugged",
    category="control.messaging",
    says="an agent of neutron cannot talk to neutron-server",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "neutron-server is overloaded, and answers late",
                "its log has no error, its workers are at 100 %",
            ),
            ("RabbitMQ is down or partitioned", "rabbitmqctl cluster_status"),
        ),
        asks=(
            Ask(
                "rabbitmqctl cluster_status",
                (
                    ("partitions or missing nodes", "mend the cluster, then restart the agents"),
                    ("well", "restart this agent; look at neutron-server"),
                ),
            ),
        ),
        fix=(
            "see that RabbitMQ and neutron-server are well",
            "restart the agent on this host",
        ),
    ),
    symptom_of=(
        "oslo-no-reply",
        "oslo-broker-unreachable",
        "oslo-broker-name-unknown",
        "neutron-switch-dead",
        "rabbitmq-down",
    ),
    fires=(
        (f"{_NDHCP}Failed reporting state!\n"),
        (f"{_NDHCP}Unable to sync network state.\n"),
        (f"{_AGENT}Error while processing VIF ports\n"),
    ),
    quiet=((f"{_NDLATER}Synchronizing state complete\n"),),
    fix="mend RabbitMQ or neutron-server, and restart the agent",
)
