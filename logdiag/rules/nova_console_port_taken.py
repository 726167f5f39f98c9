"""The port of a console was taken.

What it looks for: `Address already in use` and `Failed to start VNC server` in what ended a build.

Why it fails a launch: qemu ends when it cannot listen.

What to do: see who listens there.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-console-port-taken",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("port-in-use"),
    title="{many} on {where} failed: a port for its console was taken: {reason}",
    means=(
        "qemu wanted to listen for VNC, SPICE or a serial console on a port that another "
        "process has, or the range is used up."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="the port of a console was taken",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "ss -ltnp",
                (
                    ("another program in 5900-6999", "move it"),
                    ("qemu alone", "a stray qemu: virsh list --all"),
                ),
            ),
        ),
    ),
    symptom_of=("display-port-taken",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "internal error: process exited while connecting to monitor: Failed to start VNC "
            "server: Failed to bind socket: Address already in use\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: Failed to start VNC server: Address already in use)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="free the port, then launch again",
)
