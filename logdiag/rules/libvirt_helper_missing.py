"""libvirtd could not reach a daemon that it needs: virtlogd, virtlockd, virtnetworkd ...

What it looks for: `Failed to connect socket to '/var/run/libvirt/virtlogd-sock': ...`

Why it fails a launch: virtlogd opens each guest's log, virtlockd its disk locks, virtnetworkd its network:
without it the start is given up.

What to do: systemctl start the socket unit that belongs to the path; enable it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-helper-missing",
    kinds={"libvirt.socket_connect"},
    subject="path",
    noun="socket",
    fields=("reason",),
    title="libvirt on {where} could not reach {name}: {reason}",
    means=(
        "libvirt needs the daemon behind {path} to start a guest and could not reach it ({reason}):"
        " its socket unit is not started, or refuses libvirt's user."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="libvirtd could not reach a daemon that it needs",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "systemctl list-sockets --all 'virt*'",
                (("the socket is missing", "enable and start its unit"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Failed to connect socket to '/var/run/libvirt/virtlogd-sock': No such file or directory\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="enable and start the daemon's socket unit",
)
