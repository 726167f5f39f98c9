"""neutron's DHCP agent could not serve a network.

What it looks for: `Unable to enable dhcp for NET`, `Failed to start DHCP process for network NET`,
`Unable to plug DHCP port`, `Network NET info call failed`, and no success since.

Why it fails a launch: dnsmasq of that network is not started, or not told of new ports: their instances
get no address.

What to do: read the traceback behind the line: a command that failed, the server that did not answer.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_NDHCP = "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.dhcp.agent [-] "
_NDLATER = "2026-11-22 05:55:48.123 4711 INFO neutron.agent.dhcp.agent [-] "

rule = refused(
    told(
        id="neutron-dhcp-failed",
        kinds={"neutron.dhcp_failed", "neutron.dhcp_not_started", "neutron.dhcp_call_failed"},
        mended_by={"neutron.dhcp_done", "neutron.dhcp_synced"},
        subject="network",
        noun="network",
        fields=(
            "action",
            "reason",
        ),
        title="neutron's DHCP agent could not serve {many}: {name}: {reason}",
        means=(
            "dnsmasq of network {network} was not started or not told of changes. Its old guests keep their leases;"
            " new ones find no host entry and get no answer. The reason is at the line's end or in the traceback"
            " after it (no answer from neutron-server, no namespace or port, no dnsmasq)."
        ),
        severity="error",
        stage="addressed",
        category="dhcp.server",
        says="neutron's DHCP agent could not serve a network",
        telling=Telling(
            confidence="likely",
            rivals=(
                (
                    "another DHCP agent serves the same network (dhcp_agents_per_network)",
                    "openstack network agent list --network shows two alive",
                ),
            ),
            asks=(
                Ask(
                    "ip netns exec qdhcp-{network} ss -lunp",
                    (
                        ("dnsmasq on port 67", "it serves by now"),
                        ("nothing, or no such namespace", "restart neutron-dhcp-agent, read the traceback"),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "oslo-no-reply",
            "oslo-broker-unreachable",
            "neutron-agent-cut-off",
        ),
        fires=(
            (f"{_NDHCP}Unable to enable dhcp for 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c.\n"),
            (
                f"{_NDHCP}Unable to reload_allocations dhcp for 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c.:"
                f" oslo_messaging.exceptions.RemoteError: Remote error\n"
            ),
        ),
        quiet=((f"{_NDLATER}Finished network 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c dhcp configuration\n"),),
        fix="read the traceback, mend what it names, restart the DHCP agent",
    )
)
