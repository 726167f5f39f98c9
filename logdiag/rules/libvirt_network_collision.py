"""A network of libvirt did not start: its addresses or its bridge are taken.

What it looks for: `Network is already in use by interface virbr0`, `error creating bridge interface virbr0:
File exists`.

Why it fails a launch: the network stays down, and every guest that names it fails at its start.

What to do: give libvirt's network another range (virsh net-edit), or remove the interface that has it.
Inside a virtual machine the host's own default network often has 192.168.122.0/24 too.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-network-collision",
    kinds={"libvirt.network_collision", "libvirt.bridge_create"},
    subject="host",
    noun="host",
    fields=("iface", "bridge", "reason"),
    title="A network of libvirt did not start on {where}: its range or its bridge is taken",
    means=(
        "libvirt refuses to route a range that another interface already has, and to make a bridge of"
        " a name that is there:"
        " typically libvirt's default network 192.168.122.0/24 inside a machine that is itself a"
        " guest of such a network,"
        " or a bridge that was left over. Guests that name this network do not start."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a network of libvirt did not start: range or bridge taken",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ip -br addr",
                (
                    (
                        "the range of the network on another interface",
                        "give libvirt's network another range: virsh net-edit",
                    ),
                    ("a virbr without a network", "remove it: ip link delete"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}internal error: Network is already in use by interface ens3\n",
        f"{_HEAD}error creating bridge interface virbr0: File exists\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="give libvirt's network another range (virsh net-edit), or remove the left-over bridge",
)
