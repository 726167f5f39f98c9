"""A DHCP client asks again and again, and no lease follows.

What it looks for: four or more DHCPDISCOVER of dhclient, udhcpc or systemd-networkd within five minutes, and no
lease after them.

Why it fails a launch: without an address a guest reaches neither its metadata nor anybody.

What to do: the DHCP server's log for the machine's MAC; the port of the guest in its bridge; rules that drop
DHCP.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_ASKED = (
    "Nov 22 06:16:{:02} nc01 dhclient[694]: DHCPDISCOVER on eth1 to 255.255.255.255 port 67 interval 7\n"
)

rule = told(
    id="lease-asked-in-vain",
    kinds={"dhclient.discover", "networkd.discover"},
    subject="iface",
    noun="interface",
    times=4,
    within=300,
    mended_by={"dhclient.bound", "networkmanager.activated", "networkd.lease"},
    title="A DHCP client on {where} asks again and again for an address, and gets no lease: {name}",
    means=(
        "The machine asked (DHCPDISCOVER) several times in a row and no lease is told after that: no DHCP"
        " server answers it. The request does not reach a server (the port is in no bridge or VLAN, or"
        " still in the forward delay of one), the server is down, refuses it or has no address left, or its"
        " offer is dropped on the way back. Which of these is told in the log of the server, not here."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.client",
    says="a DHCP client asks again and again, and no lease follows",
    symptom_of=("machine-no-lease", "guest-no-lease"),
    telling=Telling(
        confidence="likely",
        beyond="not known: where the request or the answer was lost",
        rivals=(
            ("the interface is not meant to have an address by DHCP", "its configuration asks by default"),
            ("a lease came later", "ip -br addr shows an address"),
        ),
        asks=(
            Ask(
                "tcpdump -c 4 -ni any port 67 or port 68",
                (
                    ("requests and no answer", "no server, or it refuses: see its log"),
                    ("offers as well", "they are dropped before the client: rules, checksums"),
                    ("nothing", "the port is not in its network"),
                ),
            ),
        ),
    ),
    fires=("".join(_ASKED.format(second) for second in (1, 5, 12, 25)),),
    quiet=("".join(_ASKED.format(second) for second in (1, 5, 12)),),
    fix="see the DHCP server's log for the machine's MAC",
)
