"""Neutron never reported an interface as plugged, and nova gave the instance up.

What it looks for: `Timeout waiting for ['network-vif-plugged-PORT'] for instance ...`, `Neutron Reported
failure on event network-vif-plugged...` and what nova says after it: `Virtual Interface creation
failed`, `Failed to allocate the network(s), not rescheduling`.

Why it fails a launch: the machine is made paused; only the layer-2 agent's word that the port is wired
lets nova go on. Without it nova destroys the machine and, with vif_plugging_is_fatal, sets the instance
to ERROR without trying another node.

What to do: look whether the agent of that node lives and what it logged for the port; restart it; look
whether neutron-server could call nova (its [nova] credentials).
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_IS_VIF = because("vif", fields=("port", "task"))


def _is_launch(told: Mapping[str, str]) -> bool:
    """Whether the interface was that of a new machine: one that is rebooted waits for its own as well."""
    return told["state"] in ("", "building") and _IS_VIF(told)


rule = told(
    id="nova-vif-timeout",
    kinds={*BUILD, "nova.vif_timeout", "nova.vif_failed", "nova.vif_not_created"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("port", "task", "state", "reason"),
    where=_is_launch,
    title="{many} on {where} failed: neutron never reported its port as plugged: {port}",
    means=(
        "nova made the interface and waited (vif_plugging_timeout, 300 s) for neutron to call "
        "back that the port is up. The layer-2 agent of that node (openvswitch, linuxbridge, "
        "OVN, SR-IOV or vpp) has to wire the port and report it; it did not, so nova gave the "
        "machine up. nova and libvirt are not at fault; the errors after the timeout only "
        "follow from it."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="neutron never reported an interface as plugged, and nova gave the instance up",
    state="failed",
    telling=Telling(
        rivals=(
            (
                "neutron-server did not pass the event on to nova",
                "neutron-server.log: 'Failed to notify nova on events' near that time",
            ),
            (
                "the agent was only slow: very many ports at once",
                "its log wires the port after nova gave up",
            ),
        ),
        asks=(
            Ask(
                "openstack network agent list",
                (
                    (
                        "the agent of that node is not alive (XXX)",
                        "restart it; its own log says why it died or lost RabbitMQ",
                    ),
                    ("all alive", "the agent did not wire this port: its log at that time"),
                ),
            ),
            Ask(
                "openstack port show {port}",
                (
                    (
                        "binding_vif_type is binding_failed",
                        "no mechanism driver could bind it: see neutron-server.log",
                    ),
                    ("status DOWN, bound to the node", "the agent on that node has not wired it"),
                ),
            ),
        ),
        fix=(
            (
                "restart the layer-2 agent on that node (neutron-openvswitch-agent, ovn-controller, "
                "vpp-agent ...) and launch again"
            ),
            "if every node is hit: look at RabbitMQ and neutron-server first",
        ),
    ),
    symptom_of=(
        "nova-compute-stopping",
        "neutron-agent-cut-off",
        "neutron-agent-dead",
        "neutron-bind-failed",
        "neutron-nova-not-told",
        "neutron-switch-dead",
        "openvswitch-crashed",
        "openvswitch-database-down",
        "ovn-database-unreachable",
        "neutron-physical-network",
        "oslo-broker-name-unknown",
        "oslo-broker-unreachable",
        "oslo-broker-login",
        "oslo-broker-blocks",
        "rabbitmq-alarm",
        "rabbitmq-partition",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.libvirt.driver "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Timeout waiting for "
            "['network-vif-plugged-11112222-3333-4444-5555-666677778888'] for instance with "
            "vm_state building and task_state spawning. Event states are: "
            "network-vif-plugged-11112222-3333-4444-5555-666677778888: timed out after 300.00 "
            "seconds\n"
            "2026-11-02 06:11:03.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: "
            "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed\n"
        ),
        (
            "2026-11-02 06:11:04.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Build of instance "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 aborted: Failed to allocate the network(s), not "
            "rescheduling.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.libvirt.driver "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Timeout waiting for "
            "['network-vif-plugged-11112222-3333-4444-5555-666677778888'] for instance with "
            "vm_state active and task_state reboot_started_hard. Event states are: "
            "network-vif-plugged-11112222-3333-4444-5555-666677778888: timed out after 300.00 "
            "seconds\n"
        ),
        (
            "2026-11-02 06:11:02.120 4711 DEBUG nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Preparing to wait for external event "
            "network-vif-plugged-11112222-3333-4444-5555-666677778888 prepare_for_instance_event "
            "/usr/lib/python3/dist-packages/nova/compute/manager.py:283\n"
        ),
    ),
    fix=(
        "restart the layer-2 agent on that node (neutron-openvswitch-agent, ovn-controller, "
        "vpp-agent ...) and launch again"
    ),
)
