"""The port for a guest's screen (VNC, SPICE) is in use.

What it looks for: qemu's `Failed to start VNC server: ... Address already in use`, libvirt's `Failed to
reserve port 5999`, `Unable to find an unused port in range 'VNC'`.

Why it fails a launch: a guest whose definition has a fixed port does not start beside another with the same
port, or beside any program that listens on it.

What to do: ss -lntp shows who has it; use autoport='yes'; an address to listen on that the host does not
have gives the same error with another reason.
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
    id="display-port-taken",
    kinds={"libvirt.no_port", "libvirt.port_taken", "qemu.vnc_port"},
    subject="host",
    noun="host",
    title="The port of a guest's screen is taken on {where}",
    means=(
        "A guest's VNC or SPICE server could not have its port: another guest or program listens there,"
        " all ports of the range are used up, or the address to listen on is not one of this host."
        " The guest does not start."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="the port of a guest's screen is taken",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ss -lntp",
                (
                    ("another guest's qemu on the port", "both definitions name it: use autoport"),
                    ("another program", "move it, or the guest's port"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}internal error: Failed to reserve port 5999\n",
        (
            f"{_DIED}-vnc 127.0.0.1:0: Failed to start VNC server: Failed to bind socket: Address already"
            f" in use\n"
        ),
        f"{_HEAD}internal error: Unable to find an unused port in range 'VNC' (5900-65535)\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="let libvirt choose the port (autoport), or free it",
)
