"""A mechanism driver of neutron refused a network or a port.

What it looks for: `Mechanism driver 'NAME' failed in STEP: REASON`.

Why it fails a launch: the network, subnet or port that was asked for is not made, or not finished: instances on it
have no network.

What to do: the reason tells; the traceback behind it has more.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="neutron-mechanism-failed",
        kinds={"neutron.mechanism_failed"},
        subject="mechanism",
        noun="driver",
        fields=("step", "reason"),
        title="neutron's mechanism driver {name} failed in {step}: {reason}",
        means="neutron-server asked its driver {mechanism} to do {step}, which failed: what was asked for is not made.",
        severity="error",
        stage="plugged",
        category="network.plug",
        says="a mechanism driver of neutron refused a network or a port",
        symptom_of=("ovn-database-unreachable", "database-unreachable", "neutron-physical-network"),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "openstack network agent list",
                    (
                        ("agents are not alive", "restart them; their logs tell why"),
                        ("all are alive", "the reason is in what was asked, or in the driver's settings"),
                    ),
                ),
            ),
        ),
        fires=(
            "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [-] Mechanism driver 'ovn' failed in"
            " create_network_precommit: neutron_lib.exceptions.InvalidInput: Invalid input for operation: Network type"
            " vxlan is not supported.\n",
        ),
        quiet=(
            "2026-11-22 05:54:48.123 4711 INFO neutron.plugins.ml2.managers [-] Initialized extension driver"
            " 'port_security'\n",
        ),
        fix="mend what the reason names, then try again",
    )
)
