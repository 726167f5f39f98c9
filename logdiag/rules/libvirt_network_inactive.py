"""A network of libvirt that a guest needs is not started or not defined.

What it looks for: `network 'default' is not active`, `Network not found: no network with matching name`.

Why it fails a launch: libvirt refuses to start a guest whose interface names a network that is not running.

What to do: start it and let it start at boot: virsh net-start NAME; virsh net-autostart NAME. If it will
not start, its own error says why.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-network-inactive",
    kinds={"libvirt.network_inactive", "libvirt.network_unknown"},
    subject="network",
    noun="network",
    title="libvirt has no active network {name} on {where}",
    means=(
        "A guest's interface names libvirt's network {network}, which is not started or not defined"
        " on this host: libvirt"
        " refuses the start before anything is made. It is not started at boot unless it is marked"
        " so, and it stays down"
        " when its bridge, its dnsmasq or its firewall rules failed."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a network of libvirt that a guest needs is not active",
    symptom_of=("libvirt-network-collision", "libvirt-firewall", "libvirt-dnsmasq"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: why the network was not running",
        asks=(
            Ask(
                "virsh net-list --all",
                (
                    ("inactive", "virsh net-start {network}; its error, if it has one, is the cause"),
                    (
                        "no such network",
                        "it is not defined on this host, or the guest's definition has another name",
                    ),
                ),
            ),
        ),
        fix=(
            "virsh net-start {network}, and virsh net-autostart {network} so that it is there after a boot",
        ),
    ),
    fires=(
        f"{_HEAD}Requested operation is not valid: network 'default' is not active\n",
        f"{_HEAD}Network not found: no network with matching name 'nosuchnet'\n",
    ),
    quiet=(f"{_HEAD}Domain not found: no domain with matching name 'i-7C4F3DF4'\n",),
    fix="virsh net-start NAME; virsh net-autostart NAME",
)
