"""qemu refused an option of a guest, in words that no other rule knows.

What it looks for: `-device ...: REASON`, `-netdev ...: REASON`, `-drive ...: REASON`, `-blockdev ...: REASON`
of qemu or, in the log of pvedaemon, of kvm.

Why it fails a launch: qemu ends at the first option that it cannot do: the guest is not started.

What to do: mend what the reason names in the guest's definition or on the host.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_GOES_ON = ("warning:", "info:", "is deprecated", "deprecated,")


def _has_failed(told: Mapping[str, str]) -> bool:
    """Whether qemu did not go on regardless."""
    return not any(word in told["reason"] for word in _GOES_ON)


rule = refused(
    told(
        id="guest-option-refused",
        kinds={"qemu.option_refused", "proxmox.emulator_said"},
        subject="host",
        fields=("reason",),
        where=_has_failed,
        title="qemu refused an option of a guest on {where}: {reason}",
        means="qemu ended at an option that the guest's definition gave it: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="qemu refused an option of a guest",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "virsh list --all",
                    (
                        ("the guest runs", "it was started since"),
                        ("shut off", "virsh start prints the reason again"),
                    ),
                ),
            ),
        ),
        fires=(
            "2026-11-22T06:16:00.428482Z qemu-system-x86_64: -device "
            "ide-cd,bus=ide.1,unit=0,drive=drive-ide2,id=ide2: Bus 'ide.1' not found\n",
        ),
        quiet=(
            "2026-11-22T06:16:00.428482Z qemu-system-x86_64: -device virtio-blk-pci,scsi=off: "
            "warning: 'scsi' is deprecated\n",
        ),
        fix="mend what the reason names and start the guest again",
    )
)
