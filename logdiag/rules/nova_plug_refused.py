"""The interface of an instance was not plugged.

What it looks for: `Failure running os_vif plugin plug method`, `Failed to plug VIF`, in what ended a
build.

Why it fails a launch: nova plugs every interface by os-vif before the machine starts.

What to do: read what the plugin says behind `Got error`; look at the agent of that network plugin on the
node.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-plug-refused",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    noun="instance",
    fields=("reason",),
    where=because("plug"),
    title=("{many} on {where} failed: its network interface was not plugged: {reason}"),
    means=(
        "os-vif asked the plugin of that interface (ovs, linux_bridge, contrail_vrouter, "
        "vpp, vhost-user) to wire it, and the plugin failed. `Got error` names the "
        "command or call that did: the plugin's agent on the node (vrouter agent, Open "
        "vSwitch, vpp) is down, its tool fails or is of another version, or it may not "
        "run as root."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="the interface of an instance was not plugged",
    state="failed",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the plugin's agent is down on that node",
                "its service is not running",
            ),
            (
                "the plugin's tool is of another version, or refuses",
                "run what `Got error` names by hand",
            ),
        ),
        asks=(
            Ask(
                "systemctl list-units --failed",
                (
                    (
                        "the agent of the network plugin is listed",
                        "start it, then launch again",
                    ),
                    (
                        "it is not",
                        "read the agent's log at that second",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=(
        "bridge-missing",
        "switch-not-running",
        "openvswitch-database-down",
        "python-privsep-refused",
        "tap-failed",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: "
            "nova.exception.InternalError: Failure running os_vif plugin plug method: Failed "
            "to plug VIF VIFVHostUser(active=False). Got error: agent did not answer\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix="bring the plugin's agent on that node back, then launch again",
)
