"""The network card refused to set up a virtual function for a guest.

What it looks for: libvirt's `Cannot set interface MAC/vlanid to ... for ifname ... vf N`, the kernel's `VF N still in
reset. Try again.`

Why it fails a launch: libvirt sets address and VLAN of an SR-IOV function before it hands it over; without that the
guest is not started.

What to do: start it again; update driver and firmware of the card.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="sriov-function-refused",
        kinds={"libvirt.vf_refused", "kernel.function_in_reset"},
        subject="host",
        fields=("iface", "function", "number", "device", "driver", "reason"),
        title="The network card of {where} refused to set up an SR-IOV function for a guest: {iface}",
        means=(
            "The driver of the card did not take MAC address or VLAN of a virtual function (VF {function}). Right after"
            " a guest gave it back a function is still in reset, and its driver answers try again; libvirt does not."
        ),
        severity="error",
        stage="plugged",
        category="network.plug",
        says="the network card refused to set up an SR-IOV function",
        telling=Telling(
            confidence="likely",
            asks=(
                Ask(
                    "ip -d link show",
                    (
                        ("the physical interface is DOWN", "bring it up, then start the guest again"),
                        ("the function has the address", "it was set since"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 libvirtd[3320]: Cannot set interface MAC/vlanid to fa:16:3e:1d:3b:2c/312 for ifname"
            " ens3f0 vf 6: Resource temporarily unavailable\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 libvirtd[1402]: End of file while reading data: Input/output error\n",
        ),
        fix="start the guest again; update the card's driver and firmware",
    )
)
