"""libvirt can not open /dev/net/tun.

What it looks for: `Unable to open /dev/net/tun, is tun module loaded?`

Why it fails a launch: every guest with a bridged interface needs a tap, which is made through /dev/net/tun:
no guest starts on that host.

What to do: load the module (modprobe tun) and see that it is loaded at boot; in a container pass the device
in; after a kernel update boot the kernel whose modules are installed. `Too many open files` means
libvirtd's own limit.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="tun-missing",
    kinds={"libvirt.tun_missing"},
    subject="path",
    noun="device",
    fields=("reason",),
    title="libvirt on {where} can not open {name}: {reason}",
    means=(
        "A tap is made through this device, so that no guest with a bridged interface starts on this host."
        " `No such file or directory` or `No such device` means that the module tun is not loaded, or"
        " that libvirtd runs in a"
        " container without the device; `Too many open files` that libvirtd is at its own limit."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="libvirt can not open /dev/net/tun, so that no tap is made",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "modinfo tun",
                (
                    (
                        "not found",
                        "the modules of the running kernel are not installed: boot the installed kernel",
                    ),
                    ("a file name", "it is there: modprobe tun loads it"),
                ),
            ),
            Ask("ls -l /dev/net/tun", (("No such file", "the device is not there"),)),
        ),
    ),
    fires=(
        f"{_HEAD}Unable to open /dev/net/tun, is tun module loaded?: No such file or directory\n",
        (
            f"{_HEAD}23631: error : virNetDevTapCreate:210 : Unable to open /dev/net/tun, is tun module"
            f" loaded?: No such device\n"
        ),
    ),
    quiet=(f"{_HEAD}libvirt version: 9.0.0, package: 9.0.0-4+deb12u2 (Debian)\n",),
    fix="modprobe tun, and load it at boot; in a container pass /dev/net/tun in",
)
