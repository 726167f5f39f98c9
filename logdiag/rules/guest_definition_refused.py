"""libvirt or qemu has not what a guest's definition asks for.

What it looks for: `unsupported configuration: REASON`, where no rule knows more of the reason.

Why it fails a launch: the definition is refused before anything is started, and will be on each try.

What to do: take out of the definition what the reason names, or install what it needs (a package of qemu, firmware).
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = refused(
    told(
        id="guest-definition-refused",
        kinds={"libvirt.unsupported"},
        subject="host",
        noun="host",
        fields=("reason",),
        title="libvirt on {where} refused a guest's definition: {reason}",
        means="The definition asks for something that this host's libvirt or qemu does not have: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="libvirt or qemu has not what a guest's definition asks for",
        symptom_of=("qemu-not-probed", "cpu-features", "emulator-unfit"),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            rivals=(
                ("another tool only asked whether it would do", "no guest of that definition is missing"),
            ),
            asks=(
                Ask(
                    "virsh domcapabilities",
                    (("what the reason names is not listed", "this host does not have it"),),
                ),
            ),
        ),
        fires=(f"{_HEAD}unsupported configuration: spice graphics are not supported with this QEMU\n",),
        quiet=(f"{_HEAD}libvirt version: 9.0.0\n",),
        fix="take it out of the guest's definition, or install what it needs on that host",
    )
)
