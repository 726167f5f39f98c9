"""CloudStack's agent on a host does not start.

What it looks for: `Unable to start agent: REASON` with no `Startup Response Received` after it.

Why it fails a launch: without its agent the host is down for CloudStack: no machine is placed there.

What to do: the reason tells: a bridge that agent.properties names and that is not there (Failed to get
private nic name), libvirt that does not answer.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="cloudstack-agent-not-started",
        kinds={"cloudstack.agent_not_started"},
        subject="host",
        fields=("reason",),
        mended_by={"cloudstack.agent_connected"},
        title="CloudStack's agent on {where} does not start: {reason}",
        means=(
            "The agent ended with: {reason}. 'Failed to get private nic name' and its like mean that "
            "the bridge which"
            " agent.properties names (private.network.device, guest.network.device, mostly cloudbr0) "
            "does not exist on the"
            " host."
        ),
        severity="error",
        stage="scheduled",
        category="control.api",
        says="CloudStack's agent on a host does not start",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "grep network.device /etc/cloudstack/agent/agent.properties",
                    (("a bridge", "it has to be in the list below"),),
                ),
                Ask(
                    "ip -br link show type bridge",
                    (("not that bridge", "create it, or correct agent.properties"),),
                ),
            ),
        ),
        fires=(
            "2026-11-02 06:11:02,120 ERROR [cloud.agent.AgentShell] (main:null) (logid:) Unable to "
            "start agent: Failed to get private nic name\n",
        ),
        quiet=(
            "2026-11-02 06:11:02,120 INFO  [cloud.agent.Agent] (Agent-Handler-2:null) (logid:) "
            "Startup Response Received: agent id = 3\n",
        ),
        fix="mend what the reason names, then restart cloudstack-agent",
    )
)
