"""A DHCP client got no answer at all.

What it looks for: dhclient's `No DHCPOFFERS received.` and udhcpc's `no lease, failing`, and no lease
after it.

Why it fails a launch: a guest without an address reaches neither its metadata nor anybody.

What to do: tcpdump for ports 67 and 68 on the tap, on the bridge and on the uplink: where the request
ends is the fault.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="client-no-offer",
    kinds={"dhclient.no_offers", "dhclient.no_lease"},
    subject="host",
    noun="client",
    mended_by={"dhclient.bound"},
    title="A DHCP client ({where}) asked for an address and nobody offered one",
    means=(
        "The client sent its requests until it gave up. Either no DHCP server serves that network"
        " or it refuses this MAC, or the request or its answer is lost on the way: a tap in the "
        "wrong bridge or VLAN, a security group or firewall that drops ports 67 and 68, an agent "
        "(neutron-dhcp-agent, dnsmasq) that is down."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.client",
    says="a DHCP client got no answer",
    symptom_of=(
        "dhcp-pool-empty",
        "dhcpd-not-listening",
        "neutron-dhcp-failed",
    ),
    telling=Telling(
        confidence="possible",
        beyond="not known: where the request or the answer was lost",
        rivals=(
            ("it is a spare interface without a network", "its cable, or its port, is meant to be so"),
        ),
        asks=(
            Ask(
                "tcpdump -c 4 -ni any port 67 or port 68",
                (
                    ("requests and no answer", "no server hears them, or it refuses: see its log"),
                    ("nothing", "the request ends before this place"),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 guest1 dhclient[612]: No DHCPOFFERS received.\n",
        "Nov 22 06:16:00 guest1 udhcpc: no lease, failing\n",
    ),
    quiet=(("Nov 22 06:21:00 guest1 dhclient[612]: bound to 172.31.4.9 -- renewal in 1799 seconds.\n"),),
    fix="find where the request ends, and mend that; see the log of the DHCP server for its MAC",
)
