"""The host had no memory for a guest's RAM.

What it looks for: qemu's `cannot set up guest memory 'pc.ram': Cannot allocate memory`. libvirt logs it
twice for one start (the monitor closed, the start failed), and the guest's own log has it too.

Why it fails a launch: qemu reserves the guest's whole memory at its start; where the kernel does not grant
it the guest is not made.

What to do: see what is free (free -m) and who has it (virsh list --all; ps by memory): other guests, also
such as no cloud knows of. Overcommit that is switched off (vm.overcommit_memory=2) refuses earlier. Or the
flavour is too big for this host.
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
    id="guest-memory",
    kinds={"qemu.guest_memory"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="Not enough memory on {where} for a guest's RAM: {reason}",
    means=(
        "qemu asked the kernel for the whole memory of the guest and did not get it, so that the"
        " guest was not made. The"
        " memory is with other guests (also such as nobody destroyed and no cloud knows of) or the"
        " host's programs, overcommit"
        " is switched off, or the guest is simply bigger than the host."
    ),
    severity="error",
    stage="defined",
    category="compute.memory",
    says="the host had no memory for a guest's RAM",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: who holds the memory",
        asks=(
            Ask(
                "free -m",
                (
                    ("available below the guest's size", "the host is full"),
                    (
                        "much available",
                        "overcommit is off (sysctl vm.overcommit_memory), or a limit of libvirtd's unit",
                    ),
                ),
            ),
            Ask(
                "virsh list --all",
                (("guests that the cloud does not know", "they were left over: destroy them"),),
            ),
        ),
        fix=(
            "destroy guests that were left over, or launch on a host with more memory",
            "keep memory back for the host in the scheduler's settings",
        ),
    ),
    fires=(
        f"{_DIED}cannot set up guest memory 'pc.ram': Cannot allocate memory\n",
        f"{_HEAD}internal error: qemu unexpectedly closed the monitor: 2026-11-22T06:16:00.787608Z"
        f" qemu-system-x86_64:"
        " cannot set up guest memory 'pc.ram': Cannot allocate memory\n"
        f"{_DIED}cannot set up guest memory 'pc.ram': Cannot allocate memory\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="free memory on the host, or launch elsewhere",
)
