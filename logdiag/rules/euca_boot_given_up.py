"""The node gave up an instance that did not become running.

What it looks for: `finding and terminating BOOTING instance, which has exceeded cleanup threshold`.

Why it fails a launch: libvirt did not report it as running within 60 s: the node kills it.

What to do: raise NC_BOOTING_CLEANUP_THRESHOLD; see why libvirt is slow.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-boot-given-up",
    kinds={"nc.boot_given_up"},
    subject="instance",
    noun="instance",
    fields=("seconds",),
    state="failed",
    title="The node gave up {many} that did not run after {seconds} s: {name}",
    means=(
        "libvirt made the domain but did not report it as running in time: libvirtd is overloaded"
        " (many starts at once), or the guest died at once. The node kills it."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="the node gave up an instance that did not become running",
    telling=Telling(
        confidence="likely",
        rivals=(("the guest died at once", "/var/log/libvirt/qemu/{instance}.log ends with an error"),),
    ),
    symptom_of=("euca-no-hypervisor",),
    fires=(
        (
            f"{_EUCA}[i-7C4F3DF4] finding and terminating BOOTING instance, which has exceeded "
            f"cleanup threshold of 60 seconds\n"
        ),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="raise NC_BOOTING_CLEANUP_THRESHOLD, see why libvirt is slow",
)
