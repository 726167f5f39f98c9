"""Open vSwitch with DPDK could not make the socket of a guest's port.

What it looks for: `VHOST_CONFIG: failed to bind to ...`, `vhost-user socket device setup failure for socket ...`.

Why it fails a launch: the guest's qemu talks to the switch through that socket: without it the guest does not start, or
has no network.

What to do: a socket that an earlier guest or a restart left behind is deleted by hand; else rights on its folder.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00091|dpdk|ERR|"

rule = told(
    id="openvswitch-vhost-socket",
    kinds={"openvswitch.vhost_socket"},
    subject="path",
    noun="socket",
    fields=("reason",),
    title="Open vSwitch on {where} could not make {many} of guests' ports: {name}: {reason}",
    means=(
        "A port of type dpdkvhostuser listens on a socket, and Open vSwitch could not make it: a socket of that name"
        " was left behind by a crash or by a guest that is gone, or the folder may not be written."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="Open vSwitch with DPDK could not make the socket of a guest's port",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "ls -l {path}",
                (
                    (
                        "the socket, and nobody listens (ss -xl)",
                        "it was left behind: delete it, add the port again",
                    ),
                    ("no such file", "rights on the folder, or it is gone by now"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_OVS}VHOST_CONFIG: failed to bind to /var/run/openvswitch/vhu1a2b3c4d-5e: Address already in use;"
        " remove it and try again\n",
        "2026-11-22T05:54:48.123Z|00092|netdev_dpdk|ERR|vhost-user socket device setup failure for socket"
        " /var/run/openvswitch/vhu1a2b3c4d-5e\n",
    ),
    quiet=(f"{_OVS}VHOST_CONFIG: vhost-user server: socket created, fd: 45\n",),
    fix="delete the socket that was left behind, then add the port again (or use dpdkvhostuserclient)",
)
