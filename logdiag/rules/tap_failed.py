"""A guest's tap or macvtap could not be made.

What it looks for: `Unable to create tap device vnet%d: ...`, `error creating macvtap interface`, `no unused
vnet names available`, qemu's `could not configure /dev/net/tun`.

Why it fails a launch: the guest has no interface to be plugged with; its start is given up.

What to do: `Device or resource busy`: an interface of that name, or a macvtap on that card, is in use;
`Operation not permitted`: libvirtd lacks the capability; no unused names: taps were left over (ip -br
link).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="tap-failed",
    kinds={"libvirt.tap_failed", "libvirt.no_names", "libvirt.interface_mac", "qemu.tun"},
    subject="iface",
    noun="interface",
    fields=("reason",),
    title="A guest's interface could not be made on {where}",
    means=(
        "The kernel refused to make or set up a guest's interface. Reason given: {reason}. The name"
        " vnet%d is the pattern, not a tap: it stands"
        " there where the kernel was to choose the number. `Device or resource busy` means that the"
        " name, or the card below a"
        " macvtap, is in use; `Operation not permitted` that the right to administer the network is lacking."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a guest's tap or macvtap could not be made",
    symptom_of=("tun-missing", "bridge-missing"),
    telling=Telling(
        asks=(
            Ask(
                "ip -br link",
                (
                    ("the interface's name", "it was left over, or another guest has it"),
                    ("thousands of vnet", "taps are left over"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Unable to create tap device vnet%d: Device or resource busy\n",
        (
            f"{_HEAD}error creating macvtap interface macvtap0@eno1 (52:54:00:11:22:33): Device or"
            f" resource busy\n"
        ),
        f"{_HEAD}internal error: no unused vnet names available\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="remove interfaces that were left over, or give libvirtd the right to make them",
)
