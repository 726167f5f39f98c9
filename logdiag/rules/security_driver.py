"""libvirt has no security driver for what a guest asks for.

What it looks for: `Unable to find security driver for model apparmor`, `Security driver apparmor not
enabled`, `cannot load AppArmor profile`.

Why it fails a launch: a guest defined under AppArmor or SELinux does not start where that is off, or where
its profile can not be loaded.

What to do: aa-status or getenforce; install apparmor and the profiles; security_driver in qemu.conf;
restart libvirtd after that.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="security-driver",
    kinds={"libvirt.security_driver"},
    subject="host",
    noun="host",
    fields=("model",),
    title="libvirt on {where} has no security driver {model} for a guest",
    means=(
        "The guest is to run under {model}, which was not enabled here when libvirtd started. The"
        " guest does not start."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="libvirt has no security driver for what a guest asks for",
    symptom_of=("apparmor-denied",),
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "aa-status",
                (
                    ("not loaded", "AppArmor is off in this kernel or not installed"),
                    ("libvirtd in enforce mode", "restart libvirtd: it looks for it only at its start"),
                ),
            ),
        ),
    ),
    fires=(f"{_HEAD}unsupported configuration: Unable to find security driver for model apparmor\n",),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="enable AppArmor or SELinux and restart libvirtd, or set security_driver in qemu.conf",
)
