"""The node has no hardware virtualization.

What it looks for: fault ERR-1013: `no virtualization support on host.`

Why it fails a launch: no guest starts with KVM.

What to do: enable VT-x or AMD-V in the BIOS, load kvm_intel or kvm_amd.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_FAULT = "  ERR-1003 2014-12-14 23:29:56Z "

rule = told(
    id="euca-no-virtualization",
    kinds={"eucafault.no_virtualization"},
    subject="host",
    noun="host",
    title="The node has no hardware virtualization",
    means=(
        "The processor has none, or it is switched off in the BIOS, or the kvm modules are not "
        "loaded: no instance starts on this node."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="a node of Eucalyptus has no hardware virtualization",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "grep -c -E 'vmx|svm' /proc/cpuinfo",
                (
                    ("0", "off in the BIOS, or none"),
                    ("more", "modprobe kvm_intel or kvm_amd"),
                ),
            ),
        ),
    ),
    fires=((f"{_FAULT}no virtualization support on host.\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="enable it in the BIOS, load the kvm modules",
)
