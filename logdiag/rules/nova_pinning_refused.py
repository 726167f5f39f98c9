"""The node cannot pin the CPUs of an instance.

What it looks for: `cpu affinity is not supported` in what ended a build.

Why it fails a launch: a flavor with dedicated CPUs needs KVM: an emulated processor cannot be pinned.

What to do: set virt_type=kvm on the node, or take a flavor without hw:cpu_policy=dedicated.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-pinning-refused",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    noun="instance",
    fields=("reason",),
    where=because("pinning"),
    title="{many} on {where} failed: its CPUs cannot be pinned there: {reason}",
    means=(
        "The flavor or image asks for pinned CPUs (hw:cpu_policy=dedicated, NUMA), and "
        "the machine would be emulated by qemu, which has no processor of the host to "
        "pin: nova.conf has virt_type=qemu, or KVM is missing on the node and was given "
        "up (no nested virtualization)."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="the node cannot pin the CPUs of an instance",
    state="failed",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "virt_type=qemu by mistake: the node has KVM",
                "/dev/kvm is there",
            ),
            (
                "the node has no KVM",
                "no /dev/kvm: nested virtualization is off below it",
            ),
        ),
        asks=(
            Ask(
                "ls -l /dev/kvm",
                (
                    (
                        "there",
                        "set virt_type=kvm in nova.conf of the node",
                    ),
                    (
                        "no such file",
                        "switch virtualization on, or use a flavor without pinning",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: "
            "libvirt.libvirtError: Requested operation is not valid: cpu affinity is not "
            "supported\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix="set virt_type=kvm on that node, or take a flavor without pinned CPUs",
)
