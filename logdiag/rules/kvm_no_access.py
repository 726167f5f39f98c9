"""qemu can not use KVM on this host.

What it looks for: `Could not access KVM kernel module: ...`, `failed to initialize kvm`, libvirt's `could
not find capabilities for ... domaintype=kvm`.

Why it fails a launch: a guest that asks for KVM does not start without it: all guests of the host fail.

What to do: `No such file or directory`: load kvm_intel or kvm_amd, switch virtualisation on in the BIOS (or
nested virtualisation on the outer host).
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)


def _is_of_kvm(fields: Mapping[str, str]) -> bool:
    """Whether it is KVM that is missing: no right to it, another hypervisor and another architecture have rules."""
    is_foreign = fields["host_arch"] not in ("", fields["arch"])
    return not is_foreign and "denied" not in fields["reason"] and "busy" not in fields["reason"]


rule = told(
    id="kvm-no-access",
    kinds={
        "qemu.kvm_access",
        "qemu.kvm_create",
        "qemu.accelerator_failed",
        "libvirt.no_kvm",
        "libvirt.cpu_mode",
    },
    subject="host",
    noun="host",
    fields=("reason", "arch", "host_arch"),
    where=_is_of_kvm,
    title="KVM can not be used on {where}",
    means=(
        "qemu could not use the processor's virtualisation through /dev/kvm, so that no guest which"
        " asks for KVM starts here."
        " Reason given: {reason}."
        " `No such file or directory` means that the module kvm_intel or kvm_amd is not loaded:"
        " virtualisation is disabled in"
        " the BIOS, or the host is itself a guest without nested virtualisation."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="qemu can not use KVM",
    symptom_of=("kvm-disabled", "kvm-taken", "qemu-not-probed"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: which of these; the commands split it",
        asks=(
            Ask(
                "ls -l /dev/kvm",
                (
                    ("No such file", "the module is not loaded, or the processor's virtualisation is off"),
                    (
                        "root root",
                        "group and mode are wrong: qemu's user may not open it (udev rule, group kvm)",
                    ),
                ),
            ),
            Ask(
                "grep -c -E 'vmx|svm' /proc/cpuinfo",
                (
                    ("0", "disabled in the BIOS, or no nested virtualisation"),
                    ("1 or more", "modprobe kvm_intel or kvm_amd"),
                ),
            ),
        ),
        fix=(
            (
                "enable virtualisation in the BIOS (or nested virtualisation on the outer host), then"
                " modprobe kvm_intel or kvm_amd"
            ),
            "or give qemu's user the group of /dev/kvm",
        ),
    ),
    fires=(
        (
            f"{_HEAD}internal error: process exited while connecting to monitor: Could not access KVM"
            f" kernel module: No such file or directory\n"
        ),
        f"{_DIED}failed to initialize kvm: No such file or directory\n",
        f"{_HEAD}invalid argument: could not find capabilities for arch=x86_64 domaintype=kvm\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix=(
        "enable virtualisation in the BIOS or on the outer host, load kvm_intel or kvm_amd, let qemu's"
        " user open /dev/kvm"
    ),
)
