"""KVM is not usable on the node.

What it looks for: `Could not access KVM kernel module`, `KVM is not available`, `could not find
capabilities for domaintype=kvm` in what ended a build.

Why it fails a launch: nova asks for machines of type kvm; none can start there.

What to do: look at /dev/kvm and the module; switch virtualization on, or set virt_type=qemu on a test
machine.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-kvm-missing",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("kvm"),
    title="{many} on {where} failed: KVM is not usable there: {reason}",
    means=(
        "The processor has no virtualization switched on (firmware, or a hypervisor below that "
        "does not pass it on), the kvm module is not loaded, or qemu may not open /dev/kvm."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="KVM is not usable on the node",
    state="failed",
    telling=Telling(
        rivals=(
            ("virtualization is off in the firmware", "dmesg: 'kvm: disabled by bios'"),
            ("rights on /dev/kvm", "ls -l /dev/kvm: group kvm, and qemu not in it"),
        ),
        asks=(
            Ask(
                "ls -l /dev/kvm",
                (
                    ("no such file", "modprobe kvm_intel or kvm_amd; if that fails, firmware"),
                    ("there, group kvm", "rights or AppArmor"),
                ),
            ),
            Ask("virt-host-validate qemu", (("a FAIL", "names what is missing"),)),
        ),
    ),
    symptom_of=(
        "kvm-disabled",
        "kvm-no-access",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "internal error: process exited while connecting to monitor: Could not access KVM "
            "kernel module: Permission denied\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: Could not access KVM kernel module: No such file or directory)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix=(
        "switch virtualization on in the firmware (or nested for a guest), load the module, "
        "restart libvirtd and nova-compute"
    ),
)
