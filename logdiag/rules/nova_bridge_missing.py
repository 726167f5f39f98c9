"""The bridge or network of an instance is not on its node.

What it looks for: `Cannot get interface MTU on ...`, `Unable to add bridge ... port ...`, `network ...
is not active` in what ended a build.

Why it fails a launch: the tap of the machine is put into the bridge before it starts.

What to do: look which bridges the node has; make it, or mend the mapping.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-bridge-missing",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("bridge"),
    title="{many} on {where} failed: its bridge or network is not there: {reason}",
    means=(
        "The bridge or libvirt network that the interface is to join does not exist on this "
        "node, is not active, or may not be changed: a bridge that a reboot or an ifdown took "
        "away, a wrong bridge mapping, an Open vSwitch that is down."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="the bridge or network of an instance is not on its node",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "ip -br link",
                (
                    ("no such bridge", "make it, or restart the agent that makes it"),
                    ("it is there", "look whether it is an Open vSwitch bridge or a plain one"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "bridge-missing",
        "bridge-port-refused",
        "libvirt-network-inactive",
        "tap-failed",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "Cannot get interface MTU on 'brq0a1b2c3d-4e': No such device\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: Unable to add bridge br-int port tap11112222-33: Device or "
            "resource busy)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="make the bridge (or start the service that makes it) and launch again",
)
