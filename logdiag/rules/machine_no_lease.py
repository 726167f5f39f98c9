"""A machine asked for an address by DHCP and got none.

What it looks for: dhclient's `No DHCPOFFERS received.`, udhcpc's `no lease, failing`, NetworkManager's `ip-
config -> failed (reason 'ip-config-unavailable'`, with no lease after it.

Why it fails a launch: without an address a guest reaches neither its metadata nor anybody; a host without
one runs no guests.

What to do: the DHCP server's log for the machine's MAC; the port of the guest in its bridge; rules that drop
DHCP.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="machine-no-lease",
    kinds={"dhclient.no_offers", "networkmanager.no_address"},
    subject="iface",
    noun="interface",
    mended_by={"dhclient.bound", "networkmanager.activated", "networkd.lease"},
    title="A DHCP client on {where} got no address: {name}",
    means=(
        "The machine asked until its time was up and nobody offered it an address. The "
        "request did not reach a DHCP server, the server refused it or has no address left, "
        "or its answer did not come back. Which of these is told in the log of the server, "
        "not here."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.client",
    says="a machine asked for an address by DHCP and got none",
    symptom_of=("address-conflict",),
    telling=Telling(
        confidence="likely",
        beyond="not known: where the request or the answer was lost",
        rivals=(
            (
                "the interface is not meant to have an address by DHCP",
                "its configuration asks for DHCP by mistake, or by default",
            ),
        ),
        asks=(
            Ask(
                "tcpdump -c 4 -ni any port 67 or port 68",
                (
                    (
                        "requests and no answer",
                        "no server, or it refuses: see its log",
                    ),
                    (
                        "nothing",
                        "the port is not in its network",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 dhclient[694]: No DHCPOFFERS received.\n",
        (
            "Nov 22 06:16:00 nc01 NetworkManager[541]: <info>  [1732256160.7907] device (eth0): "
            "state change: ip-config -> failed (reason 'ip-config-unavailable', sys-iface-state: "
            "'managed')\n"
        ),
    ),
    quiet=(("Nov 22 06:16:00 nc01 dhclient[694]: bound to 172.31.0.10 -- renewal in 1800 seconds.\n"),),
    fix="see the DHCP server's log for the machine's MAC",
)
