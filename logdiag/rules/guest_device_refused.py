"""qemu refused a device or a command of libvirt.

What it looks for: `unable to execute QEMU command 'device_add': ...`

Why it fails a launch: a disk or interface is not attached; at a start, the start is given up.

What to do: the text after the command is qemu's own reason.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="guest-device-refused",
    kinds={"libvirt.command_failed"},
    subject="command",
    noun="command",
    fields=("reason",),
    where=lambda fields: "agent" not in fields["reason"] and not fields["command"].startswith("guest-"),
    title="qemu on {where} refused {name}: {reason}",
    means=(
        "libvirt asked a guest's qemu for {command} and was refused: {reason}. A disk or interface"
        " that was to be attached is not there; at a start the whole start is given up."
    ),
    severity="warning",
    stage="defined",
    category="hypervisor",
    says="qemu refused a device or a command of libvirt",
    telling=Telling(
        asks=(Ask("tail -n 20 /var/log/libvirt/qemu/GUEST.log", (("more of qemu", "its own words"),)),),
    ),
    fires=(
        (
            f"{_HEAD}internal error: unable to execute QEMU command 'device_add': Duplicate ID 'net1' for"
            f" device\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="see qemu's reason after the command",
)
