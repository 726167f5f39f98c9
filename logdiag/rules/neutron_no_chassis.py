"""OVN knows no chassis for a host.

What it looks for: `Refusing to bind port PORT due to no OVN chassis for host: HOST`.

Why it fails a launch: ovn-controller of that host is not registered in the southbound database, so that
no port can be wired there.

What to do: start ovn-controller there; compare its system-id's hostname with nova's host name.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-no-chassis",
    kinds={"neutron.no_chassis"},
    subject="node",
    noun="host",
    fields=("port",),
    title="OVN has no chassis for host {name}: no port is bound there",
    means=(
        "ovn-controller on {node} never registered in the southbound database, or under another "
        "host name (external_ids:hostname) than nova-compute uses. Every port for that host is "
        "refused, and instances there end with 'Failed to allocate the network'."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="OVN knows no chassis for a host",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether ovn-controller is down or has another name",
        asks=(
            Ask(
                "ovn-sbctl list chassis",
                (
                    ("{node} is missing", "start ovn-controller there, look at its log"),
                    (
                        "another spelling of the name",
                        "set external_ids:hostname to the name that nova uses",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_SERVER}Refusing to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d due to no OVN "
            f"chassis for host: cmp07\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="start ovn-controller, or correct the chassis' host name",
)
