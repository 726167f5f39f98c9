"""LXD or Incus cannot run virtual machines on this host.

What it looks for: `Instance type not operational` with the driver qemu and its reason.

Why it fails a launch: instances of the type virtual-machine are refused on this host.

What to do: the reason tells: /dev/kvm, vhost_vsock, qemu or its firmware is missing.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="machines-not-supported",
    kinds={"lxc.type_not_usable"},
    subject="driver",
    fields=("reason",),
    where=lambda fields: fields["driver"] == "qemu",
    title="LXD or Incus on {where} cannot run virtual machines: {reason}",
    means=(
        "At its start it looked for what machines need and found it missing: {reason}. "
        "Without /dev/kvm virtualisation is off in the firmware, or this host is a guest "
        "without nested virtualisation. Containers are not hit."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="LXD or Incus cannot run virtual machines on this host",
    telling=Telling(
        confidence="possible",
        beyond="not known: whether machines are wanted here",
        rivals=(
            (
                "only containers are run on this host",
                "no instance of the type virtual-machine",
            ),
        ),
        asks=(
            Ask(
                "ls -l /dev/kvm",
                (
                    (
                        "No such file",
                        "turn virtualisation on, or load kvm_intel or kvm_amd",
                    ),
                    (
                        "it is there",
                        "restart the daemon",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            'time="2026-11-22T06:10:41Z" level=warning msg="Instance type not operational" '
            'driver=qemu err="KVM support is missing (no /dev/kvm)" type=virtual-machine\n'
        ),
    ),
    quiet=(
        (
            'time="2026-11-22T06:10:41Z" level=warning msg="Instance type not operational" '
            'driver=lxc err="LXC support is missing" type=container\n'
        ),
    ),
    fix="give the host what the reason names, and restart the daemon",
)
