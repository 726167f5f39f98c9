"""The host's processor lacks what a guest's processor is defined with.

What it looks for: libvirt's `guest CPU doesn't match specification: missing features: ...`, qemu's `Host
doesn't support requested features`.

Why it fails a launch: the guest's definition demands features of a newer processor, or such as a microcode
or kernel update took away (hle, rtm): libvirt refuses the start, or the migration.

What to do: choose a processor model that every host has (cpu_mode custom), or host-model; see virsh
domcapabilities.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)

rule = told(
    id="cpu-features",
    kinds={"libvirt.cpu_features", "qemu.cpu_features"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="The processor of {where} lacks what a guest asks for: {reason}",
    means=(
        "The guest's processor is defined with features that this host does not offer: it was made on"
        " a newer host, the"
        " model is fixed in the configuration, or an update of microcode or kernel took features away"
        " (hle, rtm). The guest"
        " does not start, or does not migrate here."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="the host's processor lacks features that a guest is defined with",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "virsh domcapabilities",
                (("the feature under policy disable", "choose a model without it"),),
            ),
        ),
    ),
    fires=(f"{_HEAD}operation failed: guest CPU doesn't match specification: missing features: hle,rtm\n",),
    quiet=(
        f"{_DIED}warning: host doesn't support requested feature: CPUID.80000001H:ECX.svm [bit 2]\n".replace(
            _DIED, _HEAD
        ),
    ),
    fix="choose a processor model that every host has",
)
