"""Nova could not talk to libvirt while an instance was made.

What it looks for: `Failed to connect socket to /var/run/libvirt/libvirt-sock`, `Cannot recv data`,
`Connection to the hypervisor is broken` in what ended a build.

Why it fails a launch: every machine is made through libvirt; while it is away the node fails every
launch, and quickly, so that it attracts more.

What to do: look at libvirtd: its state, its log, what killed it.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-libvirt-unreachable",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("libvirt-gone"),
    title="{many} on {where} failed: nova could not talk to libvirt: {reason}",
    means=(
        "libvirtd (or virtqemud) on the node was down, was restarting, or did not answer while "
        "nova wanted the machine made."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="nova could not talk to libvirt while an instance was made",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "systemctl status libvirtd",
                (
                    ("failed or inactive", "start it; journalctl -u libvirtd says why it ended"),
                    ("active", "it hung or was restarted then: its log"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "nova-libvirt-down",
        "libvirt-not-started",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Connection refused\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: Cannot recv data: Connection reset by peer)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="start libvirtd, then nova-compute if it does not come back by itself",
)
