"""No DHCP agent serves a network.

What it looks for: `No more DHCP agents`, `Unable to schedule network NET: no agents available`, `Will not
send event ... no agent available`, `Only 0 of N DHCP agents ... are marked as active`.

Why it fails a launch: no dnsmasq knows of new ports: their instances get no address.

What to do: start the DHCP agents; see why they do not report.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-no-dhcp-agent",
    kinds={"neutron.no_dhcp_agent", "neutron.few_dhcp_agents"},
    mended_by={"neutron.ovn_port_up"},
    subject="host",
    noun="host",
    fields=(
        "active",
        "total",
        "network",
    ),
    where=lambda fields: fields["active"] in ("", "0"),
    title="No DHCP agent of neutron is alive to serve networks",
    means=(
        "neutron-server has nobody to tell of new ports: no dnsmasq gets their host entries, so "
        "that new instances come up without an address, though nova calls them ACTIVE. Instances "
        "that have a lease run on until it ends."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="no DHCP agent of neutron is alive",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "networks without DHCP, or OVN's own DHCP, need none",
                "no subnet has enable_dhcp; the driver is OVN",
            ),
        ),
        asks=(
            Ask(
                "openstack network agent list --agent-type dhcp",
                (
                    ("none, XXX or False", "start neutron-dhcp-agent, read its log's end"),
                    ("alive", "it was over when you looked"),
                ),
            ),
        ),
        hits_all=True,
    ),
    symptom_of=(
        "neutron-agent-dead",
        "oslo-broker-unreachable",
        "oslo-no-reply",
        "rabbitmq-down",
    ),
    fires=(
        (f"{_SERVER}No more DHCP agents\n"),
        (
            f"{_SERVER}Only 0 of 1 DHCP agents associated with network "
            f"'6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c' are marked as active, so notifications may be"
            f" sent to inactive agents.\n"
        ),
    ),
    quiet=(
        (
            f"{_SERVER}Only 1 of 2 DHCP agents associated with network "
            f"'6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c' are marked as active, so notifications may be"
            f" sent to inactive agents.\n"
        ),
    ),
    fix="start the DHCP agents",
)
