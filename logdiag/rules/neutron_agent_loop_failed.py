"""An agent of neutron failed at its work.

What it looks for: `Error in agent loop`, `Failed synchronizing routers`, `Error while processing VIF
ports`, `Unable to sync network state` with a reason that is not the message queue.

Why it fails a launch: in that round the agent wires no port and builds no router; it tries again.

What to do: read the traceback: the command, file or server it names.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service
from logdiag.tasks import tells_of_work

rule = by_service(
    told(
        id="neutron-agent-loop-failed",
        kinds={
            "neutron.routers_broken",
            "neutron.loop_broken",
            "neutron.ports_not_processed",
            "neutron.dhcp_not_synced",
        },
        mended_by={"neutron.ports_done", "neutron.dhcp_synced"},
        subject="program",
        noun="agent",
        fields=("reason",),
        where=tells_of_work,
        title="{name} on {where} failed at its work: {reason}",
        means=(
            "The agent met an error it did not expect and will try again. Until a round "
            "succeeds the ports, networks or routers in question are not set up. The "
            "traceback below the line ends with the error itself: a command that failed "
            "(Stderr), a namespace that cannot be entered, a server that does not answer."
        ),
        severity="warning",
        stage="plugged",
        category="network.plug",
        says="an agent of neutron failed at its work",
        telling=Telling(
            confidence="possible",
            rivals=(
                (
                    "neutron-server or RabbitMQ does not answer",
                    "the traceback ends with a MessagingTimeout",
                ),
                (
                    "a command or a namespace on the host",
                    "the traceback ends with Stderr",
                ),
            ),
            asks=(
                Ask(
                    "openstack network agent list",
                    (
                        (
                            "alive",
                            "the agent goes on: did a later round succeed?",
                        ),
                        (
                            "not alive",
                            "restart it, and read the end of its log",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "neutron-agent-cut-off",
            "service-command-failed",
            "python-command-refused",
            "python-executable-missing",
            "namespace-broken",
            "oslo-no-reply",
            "neutron-router-failed",
            "neutron-bridge-refused",
            "neutron-rules-not-applied",
            "python-privsep-refused",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR neutron.agent.l3_agent [-] Failed "
                "synchronizing routers\n"
            ),
        ),
        quiet=(("2026-11-02 06:11:02.120 4711 INFO neutron.agent.l3_agent [-] L3 agent started\n"),),
        fix="mend what the traceback ends with, then restart the agent",
    )
)
