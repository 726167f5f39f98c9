"""A host and the CloudStack management server lost each other.

What it looks for: `Resource [Host:N] is unreachable`, `Lost connection to host: ... Attempting
reconnection`.

Why it fails a launch: no machine is started on a host that is not connected.

What to do: look at cloudstack-agent on the host.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_REFUSED = re.compile(
    r"[Uu]nable to start .{0,80}due to (?!.{0,200}(?:[Uu]nable to send|not in the right state|imed out))"
)


def was_refused(fields: Mapping[str, str]) -> bool:
    """Whether the host was reached and a start was refused, which CloudStack calls unreachable all the same."""
    return bool(_REFUSED.search(fields["reason"]))


rule = told(
    id="cloudstack-host-unreachable",
    kinds={"cloudstack.host_unreachable", "cloudstack.agent_lost_server"},
    subject="node",
    noun="host",
    fields=("reason", "server"),
    where=lambda fields: not was_refused(fields),
    title="A host and the CloudStack management server lost each other: {name}",
    means=(
        "The agent on the host keeps a connection to port 8250 of the management server. "
        "Without it the host is in Alert or Disconnected and is not used. The agent is down, "
        "certificates do not match, a firewall cuts it, or the server was restarted."
    ),
    severity="error",
    stage="scheduled",
    category="control.messaging",
    says="a host and the CloudStack management server lost each other",
    telling=Telling(
        asks=(
            Ask(
                "systemctl status cloudstack-agent",
                (
                    ("failed", "agent.log says why"),
                    ("active", "the way to port 8250, or the certificate"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02,120 WARN  [c.c.a.m.AgentManagerImpl] "
            "(Work-Job-Executor-7:ctx-9f0df607) (logid:24cbf81b) Resource [Host:1] is unreachable: "
            "Host 1: Unable to start instance due to Unable to send commands to host\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02,120 INFO  [c.c.a.m.AgentManagerImpl] (AgentConnectTaskPool-1) "
            "(logid:24cbf81b) Host 1 is connected\n"
        ),
    ),
    fix="restart cloudstack-agent, or open the way to port 8250",
)
