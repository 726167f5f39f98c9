"""libvirt would not start an instance of Eucalyptus.

What it looks for: `[i-...] hypervisor failed to create the instance`, `timed out waiting for forked
process`, and no `booting` of that instance since.

Why it fails a launch: the node tries five times, 60 s each, then the instance ends.

What to do: read the `libvirt: ...` line before it, and /var/log/libvirt/qemu/INSTANCE.log.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_ELATER = "2014-12-14 23:30:56  INFO | "

rule = told(
    id="euca-create-failed",
    kinds={"nc.create_failed", "nc.create_timed_out"},
    mended_by={"nc.booting"},
    subject="instance",
    noun="instance",
    state="failed",
    title="libvirt on {where} did not start {many}: {name}",
    means=(
        "The images are there and the definition is made, but libvirt refused to start the "
        "domain, or took more than 60 s. The node tries five times and then ends the instance. "
        "Why stands in the line 'libvirt: ... (code=N)' before it and in the domain's own log: no"
        " memory, no KVM, a missing bridge, a disk that cannot be opened."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="libvirt would not start an instance of Eucalyptus",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("libvirtd hangs, and every instance is hit", "timed out waiting for forked process"),
            ("this instance's definition or image is at fault", "others start meanwhile"),
        ),
        beyond="not known: the reason is in the line 'libvirt: ...' before it, or in /var/log/libvirt/qemu",
        asks=(
            Ask(
                "tail -n 30 /var/log/libvirt/qemu/{instance}.log",
                (
                    ("qemu's own words", "that is the reason"),
                    ("nothing new", "libvirt refused before qemu ran: its log"),
                ),
            ),
            Ask("free -m", (("little available", "no memory for the guest"),)),
        ),
    ),
    symptom_of=(
        "euca-kvm-missing",
        "euca-guest-memory",
        "euca-libvirt-error",
        "euca-no-hypervisor",
        "guest-memory",
        "bridge-missing",
        "kvm-disabled",
        "tap-failed",
    ),
    fires=(
        (f"{_EUCA}[i-7C4F3DF4] hypervisor failed to create the instance\n"),
        (f"{_EUCA}hypervisor failed to start domain\n"),
    ),
    quiet=((f"{_ELATER}[i-7C4F3DF4] booting\n"),),
    fix="read the libvirt line before it and the domain's log",
)
