"""neutron's metadata agent cannot answer instances.

What it looks for: `Remote metadata server experienced an internal server error.`, `Unexpected error.`,
`No port found in network NET with IP address IP`, `Metadata port for network NET doesn't have a MAC
address`, `There is no metadata port for network NET`, `'MetadataProxyHandler' object has no attribute
'sb_idl'`.

Why it fails a launch: instances get neither keys nor user data.

What to do: look at nova-metadata; with OVN: neutron-ovn-db-sync-util, and restart the metadata agent.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "
_META = "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.metadata.agent [-] "

rule = told(
    id="neutron-metadata-broken",
    kinds={
        "neutron.metadata_broken",
        "neutron.metadata_error",
        "neutron.no_metadata_port",
        "neutron.sb_not_connected",
    },
    subject="host",
    noun="host",
    fields=(
        "network",
        "ip",
        "reason",
    ),
    title="The metadata agent on {where} cannot answer instances: {reason}",
    means=(
        "cloud-init asks 169.254.169.254 and gets an error: nova's metadata service fails or is not "
        "reached (nova_metadata_host and nova_metadata_port, 8775, of the agent: the name must "
        "resolve, the service must listen there), the agent cannot log in at keystone (the "
        "traceback says Unauthorized), or it does not find "
        "the port of the instance that asks (OVN's and neutron's databases differ, the network's "
        "metadata port lacks its address, the agent lost its connection to OVN's southbound "
        "database: known bugs 1928031 and 2017748). Instances run, but without keys and user "
        "data."
    ),
    severity="error",
    stage="configured",
    category="metadata",
    says="neutron's metadata agent cannot answer instances",
    telling=Telling(
        confidence="likely",
        rivals=(("the network was just being deleted", "no instance is on it"),),
        asks=(
            Ask(
                "openstack port list --network {network} --device-owner network:distributed",
                (
                    ("no port, or no address", "neutron-ovn-db-sync-util --ovn-neutron_sync_mode repair"),
                    ("one with an address", "restart the metadata agent"),
                ),
            ),
        ),
    ),
    symptom_of=("ovn-database-unreachable",),
    fires=(
        (f"{_META}Remote metadata server experienced an internal server error.\n"),
        (
            f"{_META}No port found in network 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c with IP address"
            f" 10.0.0.12\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="mend nova's metadata service, or restart the metadata agent",
)
