"""Neutron could not bind the port of an instance to its node.

What it looks for: `Binding failed for port PORT, please check neutron logs for more information.` and
builds that end with it.

Why it fails a launch: without a bound port nova cannot make the interface; the build is tried on other
nodes and then given up.

What to do: look whether the layer-2 agent of the node is alive, and at what neutron-server says of the
port: `Failed to bind port`.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-port-binding",
    kinds={*BUILD, "nova.binding_failed"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("port", "reason"),
    where=because("binding", fields=("port",)),
    title="{many} on {where} failed: neutron could not bind its port: {port}",
    means=(
        "neutron looked for a mechanism driver that can wire the port on the chosen node and "
        "found none: the layer-2 agent of that node is dead or was never there, or the node has "
        "no bridge mapping for the network's physical network, or the driver is missing from "
        "neutron's mechanism_drivers. nova only repeats what neutron answered."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="neutron could not bind the port of an instance to its node",
    state="failed",
    telling=Telling(
        rivals=(
            (
                "the network lies on a physical network that this node does not have",
                "bridge_mappings on the node lack it: openstack network agent show",
            ),
            ("the agent is dead", "openstack network agent list shows XXX for the node"),
        ),
        asks=(
            Ask(
                "openstack network agent list",
                (
                    ("the agent of that node is not alive", "start it and launch again"),
                    ("all are alive", "compare bridge_mappings and mechanism_drivers with the network"),
                ),
            ),
        ),
        fix=(
            ("start the layer-2 agent on the node, or give the node the bridge mapping of the network"),
            "then launch again: the port is bound anew",
        ),
    ),
    symptom_of=(
        "neutron-bind-failed",
        "neutron-agent-dead",
        "neutron-physical-network",
        "neutron-no-chassis",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: "
            "nova.exception.PortBindingFailed: Binding failed for port "
            "11112222-3333-4444-5555-666677778888, please check neutron logs for more information.\n"
        ),
        (
            "2026-11-02 06:11:03.120 4711 ERROR nova.compute.manager [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] PortBindingFailed: Binding failed for port "
            "11112222-3333-4444-5555-666677778888, please check neutron logs for more information.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(nova.exception.PortBindingFailed: Binding failed for port "
            "11112222-3333-4444-5555-666677778888, please check neutron logs for more information.)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="start the layer-2 agent on the node, or give the node the bridge mapping of the network",
)
