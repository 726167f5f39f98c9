"""qemu could not reach the socket of the virtual switch (vhost-user).

What it looks for: qemu's `Failed to connect to '/var/run/openvswitch/vhu...': No such file or directory`.

Why it fails a launch: with Open vSwitch on DPDK, VPP or snabb the guest's port is a socket that the switch
or its agent makes. Without it qemu exits.

What to do: see whether the switch runs and whether its agent has made the port; the socket's folder must be
open to qemu's user.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="guest-socket-missing",
    kinds={"qemu.socket_connect"},
    subject="host",
    noun="host",
    fields=("path", "reason"),
    title="qemu on {where} could not reach a guest's socket: {reason}",
    means=(
        "qemu is to plug the guest into a socket {path} that another program makes: the port of a"
        " virtual switch"
        " (vhost-user), or a storage daemon. It is not there or not served, so that qemu exited."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="qemu could not reach the socket of a virtual switch or a storage daemon",
    telling=Telling(
        rivals=(
            (
                "the socket is there and qemu's user may not open it",
                "Permission denied instead of No such file",
            ),
        ),
        asks=(
            Ask(
                "ls -l {path}",
                (
                    ("No such file", "the switch or its agent did not make the port"),
                    ("srwx", "it is there: nobody listens, or qemu may not"),
                ),
            ),
            Ask("ovs-vsctl show", (("the port with an error", "the switch refused it"),)),
        ),
    ),
    fires=(
        (
            f"{_HEAD}internal error: process exited while connecting to monitor:"
            f" 2026-11-22T06:16:00.787608Z qemu-system-x86_64: -chardev"
            f" socket,id=charnet0,path=/var/run/openvswitch/vhu7c4f3df4-1a: Failed to connect to"
            f" '/var/run/openvswitch/vhu7c4f3df4-1a': No such file or directory\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="start the virtual switch or its agent, so that it makes the port's socket",
)
