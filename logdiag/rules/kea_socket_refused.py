"""Kea could not open a socket on an interface.

What it looks for: `DHCPSRV_OPEN_SOCKET_FAIL` with a reason, but for interfaces without an address (taps).

Why it fails a launch: Kea does not hear guests on that interface.

What to do: stop the other DHCP server; give Kea the right CAP_NET_RAW.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "

rule = told(
    id="kea-socket-refused",
    kinds={"kea.socket_failed"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=lambda fields: "has no usable IPv4" not in fields["reason"],
    title="Kea on {where} could not open a socket: {reason}",
    means=(
        "Another DHCP server holds the port ('Address already in use - is another DHCP server "
        "running?'), or Kea lacks the right to open a raw socket. Guests on that interface are "
        "not heard by Kea; the other server may answer them."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="Kea could not open a socket on an interface",
    telling=Telling(
        confidence="likely",
        rivals=(("it tried again later, and it worked", "leases are given after that"),),
        asks=(
            Ask(
                "ss -lunp 'sport = :67'",
                (
                    ("another server", "stop one of them"),
                    ("kea only", "over by now"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_KEA}WARN  [kea-dhcp4.dhcpsrv.140] DHCPSRV_OPEN_SOCKET_FAIL failed to open socket: "
            f"Failed to open socket on interface br0, reason: failed to bind fallback socket to "
            f"address 172.31.0.1, port 67, reason: Address already in use - is another DHCP server"
            f" running?\n"
        ),
    ),
    quiet=(
        (
            f"{_KEA}WARN  [kea-dhcp4.dhcpsrv.140] DHCPSRV_OPEN_SOCKET_FAIL failed to open socket: "
            f"the interface vnet1 has no usable IPv4 addresses configured\n"
        ),
    ),
    fix="stop the other DHCP server",
)
