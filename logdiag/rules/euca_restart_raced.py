"""Eucalyptus' node cleaned an instance up while it restarted it.

What it looks for: `failed to restart instance` behind `cleaning up state for instance` of the same instance.

Why it fails a launch: its folder was removed while it was shut down for a reboot, so that libvirt finds no place
for its console and its disks: the instance is lost.

What to do: launch a new one; a later Eucalyptus waits with the clean-up.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_CLEANED = "2014-12-14 23:29:55  INFO | [i-7C4F3DF4] cleaning up state for instance\n"

rule = told(
    id="euca-restart-raced",
    kinds={"nc.restart_failed"},
    follows={"nc.cleaned_up"},
    subject="instance",
    state="failed",
    title="{many} on {where} could not be restarted: the node had cleaned it up meanwhile: {name}",
    means=(
        "For a reboot the machine is shut down and started again. Between the two the node's own watch saw it shut"
        " down, took it for dead and removed its folder with the console's file and the disks. What libvirt says of"
        " missing files comes of that: the disk is not full, and nobody's rights are wrong."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="Eucalyptus' node cleaned an instance up while it restarted it",
    telling=Telling(
        confidence="likely",
        beyond="a race in the node controller between a reboot and its clean-up",
        rivals=(
            ("somebody terminated it while it was rebooted", "termination requested, in nc.log before it"),
        ),
    ),
    fires=(f"{_CLEANED}{_EUCA}[i-7C4F3DF4] failed to restart instance\n",),
    quiet=(_CLEANED, f"{_EUCA}[i-7C4F3DF4] failed to restart instance\n"),
    fix="launch a new instance, and reboot from inside the guest until the node controller is updated",
)
