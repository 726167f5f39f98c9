"""systemd-machined did not register a guest.

What it looks for: `error from service: CreateMachine: ...`.

Why it fails a launch: libvirt registers each guest with systemd; where that fails, or the scope of an
earlier guest of that name is left over, the start is given up.

What to do: systemctl reset-failed the scope that is left over; restart systemd-machined and dbus.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="machined-refused",
    kinds={"libvirt.machined"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="systemd on {where} did not register a guest: {reason}",
    means=(
        "libvirt asked systemd (machined, over D-Bus) for the guest's scope and was refused:"
        " {reason}. A scope of an earlier guest of that name is left over, or machined or D-Bus does"
        " not answer. The guest does not start."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="systemd-machined did not register a guest",
    telling=Telling(
        asks=(
            Ask(
                "systemctl list-units --all 'machine-*'",
                (("a failed scope of the guest's name", "left over: systemctl reset-failed, or stop it"),),
            ),
            Ask(
                "systemctl status systemd-machined dbus --no-pager",
                (("not running", "start it: no guest starts without"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}error from service: CreateMachine: Activation of org.freedesktop.machine1 timed out\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="remove the scope that is left over, restart systemd-machined",
)
