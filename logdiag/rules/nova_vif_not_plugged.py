"""Os-vif could not plug an interface.

What it looks for: `Failed to plug vif VIF...`, `Unable to execute ['ovs-vsctl' ...`.

Why it fails a launch: the build ends with `Failure running os_vif plugin plug method`.

What to do: look whether Open vSwitch answers on the node.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="nova-vif-not-plugged",
        kinds={"nova.vif_not_plugged"},
        mended_by={"nova.spawned", "nova.built"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="os-vif on {where} could not plug an interface: {reason}",
        means=(
            "os-vif makes the tap or bridge port of a machine on the node, before libvirt starts "
            "it. It could not: Open vSwitch does not answer (ovs-vsctl timed out), the bridge "
            "cannot be made or changed, or nova's privileged helper may not do it."
        ),
        severity="error",
        stage="plugged",
        category="network.plug",
        says="os-vif could not plug an interface",
        telling=Telling(
            asks=(
                Ask(
                    "ovs-vsctl show",
                    (
                        ("it hangs or fails", "restart openvswitch-switch"),
                        ("br-int is there", "look at the reason: rights, names, a left-over port"),
                    ),
                ),
                Ask("ip -br link", (("the bridge is missing", "restart the agent that makes it"),)),
            ),
        ),
        symptom_of=(
            "openvswitch-crashed",
            "openvswitch-database-down",
            "neutron-switch-dead",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR os_vif [req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 "
                "8e1f6c0d 77d0c1b2 - - -] Failed to plug vif "
                "VIFBridge(active=False,address=fa:16:3e:00:00:01,bridge_name='brq1'): "
                "vif_plug_linux_bridge.exception\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO os_vif [req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 "
                "8e1f6c0d 77d0c1b2 - - -] Successfully plugged vif "
                "VIFBridge(active=False,address=fa:16:3e:00:00:01,bridge_name='brq1')\n"
            ),
        ),
        fix="bring Open vSwitch (or the bridge) back on the node, then launch again",
    )
)
