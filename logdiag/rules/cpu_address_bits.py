"""The host's processor can address less memory than a guest was given room for.

What it looks for: qemu's `Address space limit ... phys-bits too low`.

Why it fails a launch: qemu refuses the start; LXD and Incus since 6 give machines room for much memory to be
plugged in.

What to do: limit the memory that may be plugged in, or use another host.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="cpu-address-bits",
    kinds={"qemu.phys_bits"},
    subject="host",
    fields=("bits",),
    title="The processor of {where} has too few address bits ({bits}) for a guest",
    means=(
        "The guest was given room for more memory, with what may be plugged in later, than "
        "{bits} physical address bits of the host's processor reach. qemu refuses the start "
        "however little memory the guest has now."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="the processor can address less memory than a guest was given room for",
    telling=Telling(
        confidence="confirmed",
        beyond="nothing: the processor cannot do it",
        asks=(
            Ask(
                "grep -m1 'address sizes' /proc/cpuinfo",
                (("36 or 39 bits physical", "an old or a small processor: give guests less room"),),
            ),
        ),
        fix=(
            "limit the most memory of the guest (limits.memory, limits.memory.hotplug, maxmem)",
            "or start it on a host with more address bits",
        ),
    ),
    fires=(
        "2026-11-22T06:16:00.428482Z qemu-system-x86_64: Address space limit 0xfffffffff < "
        "0x107fffffff phys-bits too low (36)\n",
    ),
    quiet=("2026-11-22T06:16:00.428482Z qemu-system-x86_64: terminating on signal 15 from pid 1402\n",),
    fix="give the guest less room for memory that is plugged in later",
)
