"""A service got no answer by way of the message queue.

What it looks for: `MessagingTimeout: Timed out waiting for a reply`, `Timeout while waiting on RPC
response`, `NOT_FOUND - no queue 'reply_...'`, `The reply ... failed to send`, `Unexpected exception
occurred N time(s)... retrying`.

Why it fails a launch: every step of a launch is asked and answered by messages.

What to do: see whether the broker is well; then restart the service or agent that is deaf.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="oslo-no-reply",
        kinds={
            "oslo.no_reply",
            "oslo.queue_lost",
            "oslo.reply_lost",
            "oslo.queue_stuck",
            "oslo.gives_not_up",
            "oslo.message_not_sent",
        },
        mended_by={"oslo.broker_back", "nova.report_back", "nova.built", "nova.spawned"},
        subject="program",
        noun="service",
        fields=("what", "reason"),
        title="{name} on {where} gets no answer by way of the message queue (RabbitMQ)",
        means=(
            "A question was sent by way of RabbitMQ and no answer came, or the queue of the answer "
            "is gone. Either the other side (nova-conductor, neutron-server, an agent) is dead or "
            "too slow, or the broker lost its queues (a restart, a failover, a partition), after "
            "which a service may sit there connected and deaf for ever: an agent in that state "
            "wires no port and hands out no address, though it runs."
        ),
        severity="error",
        stage="scheduled",
        category="control.messaging",
        says="a service got no answer by way of the message queue",
        telling=Telling(
            rivals=(
                (
                    "the other side is down or overloaded",
                    "openstack compute service list and network agent list show it down",
                ),
                (
                    "the broker lost the queue",
                    "rabbitmqctl list_queues lacks it; the broker's log shows a restart or a partition",
                ),
            ),
            asks=(
                Ask(
                    "rabbitmqctl cluster_status",
                    (
                        ("alarms, partitions or nodes down", "mend these first"),
                        ("none", "look at name, address, port and password on the side of the services"),
                    ),
                ),
                Ask(
                    "openstack compute service list",
                    (
                        ("services down", "they wait for RabbitMQ: restart them when it is well"),
                        ("all up", "it came back"),
                    ),
                ),
                Ask("openstack network agent list", (("an agent is not alive", "restart it"),)),
            ),
            fix=(
                "restart the service or agent that lost its queues: it declares them anew",
                "if many are hit: mend RabbitMQ first (alarms, partitions), then restart them all",
            ),
            hits_all=True,
        ),
        symptom_of=(
            "oslo-broker-unreachable",
            "oslo-broker-name-unknown",
            "oslo-broker-login",
            "oslo-broker-blocks",
            "rabbitmq-alarm",
            "rabbitmq-partition",
            "rabbitmq-down",
            "database-unreachable",
            "database-connections",
            "database-galera",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.conductor.manager "
                "oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message "
                "ID b606216b94bd4bd5aef78867540b9cf6\n"
            ),
            (
                "2026-11-02 06:11:02.120 4711 ERROR neutron.plugins.openvswitch.agent.ovs_neutron_agent "
                'Timeout: Timeout while waiting on RPC response - topic: "q-plugin", RPC method: '
                '"report_state" info: "<unknown>"\n'
                "2026-11-02 06:11:09.120 4711 ERROR root [-] Unexpected exception occurred 60 "
                "time(s)... retrying.\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO oslo_messaging._drivers.amqpdriver [-] No calling "
                "threads waiting for msg_id : 5b0c7a3e9c1d4f6a8d2b0e1f2a3b4c5d\n"
            ),
        ),
        fix="restart the service or agent that lost its queues: it declares them anew",
    )
)
