"""dnsmasq has no range for the network that a request came from.

What it looks for: `no address range available for DHCP request via IFACE` and `DHCP packet received on
IFACE which has no address`.

Why it fails a launch: guests behind that interface are not answered at all.

What to do: a dhcp-range for the interface's network, or the interface's address; with neutron: let the
agent wire the network again.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dnsmasq-no-range",
    kinds={"dnsmasq.no_range", "dnsmasq.no_interface_address"},
    subject="iface",
    noun="interface",
    fields=("selector",),
    title="dnsmasq on {where} has no range for the network of the DHCP requests that it gets: {name}",
    means=(
        "A request came in by an interface (or a relay) whose address is in no dhcp-range: the "
        "range is missing, or the interface has another address, of another network than the range, or none. "
        "Every guest on that network goes without an address. Where dnsmasq is not meant to serve that network this "
        "is what it says of other people's guests."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="dnsmasq has no range for the network that a request came from",
    telling=Telling(
        confidence="possible",
        rivals=(("the requests are of a network that another server serves", "its guests have leases"),),
        asks=(
            Ask(
                "ip -br addr",
                (
                    ("the interface without address", "give it the address of its network"),
                    ("another network's address", "dhcp-range lacks that network"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_MASQ}no address range available for DHCP request via vnet1\n"),
        (f"{_MASQ}DHCP packet received on vnet68 which has no address\n"),
    ),
    quiet=((f"{_MASQ}DHCPDISCOVER(br0) d0:0d:a2:00:00:01 \n"),),
    fix="a dhcp-range for that network, or an address for the interface",
)
