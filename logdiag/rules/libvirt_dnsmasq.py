"""libvirt could not start dnsmasq for a network.

What it looks for: dnsmasq is not installed, or `failed to create listening socket for 192.168.122.1:
Address already in use`.

Why it fails a launch: the network stays down without its dnsmasq, and every guest that names it fails at
its start.

What to do: install dnsmasq-base, or stop the name server that listens on every address (dnsmasq, named,
systemd-resolved) or bind it to its own interface.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-dnsmasq",
    kinds={"libvirt.dnsmasq_missing", "libvirt.dnsmasq_socket"},
    subject="host",
    noun="host",
    fields=("ip", "reason"),
    title="libvirt on {where} could not start dnsmasq for a network",
    means=(
        "A network of libvirt serves DHCP and names by a dnsmasq of its own. That is not installed,"
        " or another server"
        " (dnsmasq, named) listens on every address and holds its port. The network stays down and"
        " its guests do not start."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="libvirt could not start dnsmasq for a network",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ss -lunp 'sport = :53 or sport = :67'",
                (("dnsmasq or named on 0.0.0.0", "bind that server to its own interface, or stop it"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}unsupported configuration: Unable to find 'dnsmasq' binary in $PATH\n",
        (
            f"{_HEAD}internal error: Child process (VIR_BRIDGE_NAME=virbr0 /usr/sbin/dnsmasq"
            f" --conf-file=/var/lib/libvirt/dnsmasq/default.conf --leasefile-ro) unexpected exit status 2:"
            f" dnsmasq: failed to create listening socket for 192.168.122.1: Address already in use\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="install dnsmasq, or make the other server on its port listen elsewhere",
)
