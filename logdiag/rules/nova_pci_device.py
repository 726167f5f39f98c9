"""A PCI device for an instance was not to be had.

What it looks for: `Claim pci failed`, `PCI device ...`, vfio and IOMMU errors in what ended a build.

Why it fails a launch: qemu ends when it cannot open the device.

What to do: look at the device on the node, its driver and whether IOMMU is on.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-pci-device",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("pci"),
    title="{many} on {where} failed: a device to pass through was not to be had: {reason}",
    means=(
        "The instance asks for a PCI device (SR-IOV function, GPU). It is taken, not bound to "
        "vfio, not in nova's device_spec, IOMMU is off, or libvirt's view of the devices "
        "changed under nova."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a PCI device for an instance was not to be had",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "lspci -nnk",
                (
                    ("the device has no vfio-pci driver", "bind it to vfio"),
                    ("it has", "look who uses it"),
                ),
            ),
            Ask(
                "virsh nodedev-list --cap pci",
                (("the device is missing", "restart libvirtd after it came back"),),
            ),
        ),
    ),
    symptom_of=("passthrough-device", "sriov-function-refused"),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Failed to build and run instance: "
            "nova.exception.ComputeResourcesUnavailable: Insufficient compute resources: Claim pci "
            "failed.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk (Insufficient "
            "compute resources: Claim pci failed.)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="free the device, bind it to vfio-pci, and switch IOMMU on in firmware and kernel",
)
