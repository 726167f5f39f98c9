"""A bridge that guests are plugged into does not exist on the host.

What it looks for: `Cannot get interface MTU on 'br7': No such device`, or the same error when libvirt adds
a tap to the bridge.

Why it fails a launch: libvirt makes the guest's tap and puts it into the bridge that the guest's definition
names. Where the kernel knows no such interface the start is given up, for every guest of that bridge. The
tap itself is removed again, so nothing is left to see.

What to do: create the bridge (and make it come back at boot), or put the name of the bridge that is there
into the guest's definition.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_NO_DEVICE = "No such device"
# A tap that vanished while it was looked at is no bridge.
_TAPS = ("vnet", "tap", "macvtap")

rule = told(
    id="bridge-missing",
    kinds={"libvirt.interface_mtu", "libvirt.bridge_port", "libvirt.interface_index"},
    subject="bridge",
    noun="bridge",
    fields=("reason",),
    where=lambda fields: _NO_DEVICE in fields["reason"] and not fields["bridge"].startswith(_TAPS),
    title="The bridge {name} does not exist on {where}: libvirt could not plug a guest into it",
    means=(
        "The kernel knows no interface {bridge}, so that every guest whose definition names this"
        " bridge fails at its"
        " start: the bridge was never created, is gone, or has another name on this host."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a bridge that guests are plugged into does not exist",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: why the bridge is missing; the command below splits it",
        asks=(
            Ask(
                "ip -d link show {bridge}",
                (
                    (
                        "does not exist",
                        "it was never created here: the network configuration, or who creates it, failed",
                    ),
                    (
                        "state UP",
                        (
                            "it came later than the guest: start the guest again, and order the bridge"
                            " before libvirt"
                        ),
                    ),
                ),
            ),
            Ask(
                "ip -br link show type bridge",
                (("another name", "the guest's definition names the wrong bridge"),),
            ),
        ),
        fix=(
            (
                "create the bridge {bridge} on that host, in its network configuration so that it is"
                " there after a boot"
            ),
            (
                "or correct the bridge's name in the guest's definition (virsh edit), the network, or the"
                " cloud's configuration"
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Cannot get interface MTU on 'br7': No such device\n",
        (
            f"{_HEAD}23633: error : virNetDevGetMTU:417 : Cannot get interface MTU on 'br-missing': No"
            f" such device\n"
        ),
        f"{_HEAD}Unable to add bridge br-lan port vnet0: No such device\n",
    ),
    quiet=(
        f"{_HEAD}Cannot get interface MTU on 'vnet7': No such device\n",
        f"{_HEAD}End of file while reading data: Input/output error\n",
    ),
    fix="create the bridge, or correct its name in the guest's definition",
)
