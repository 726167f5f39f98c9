"""The bridge of Eucalyptus' instances has no IPv4 address.

What it looks for: `cannot retrieve IP information from specified bridge device 'br0'`.

Why it fails a launch: dhcpd then finds no interface to listen on, and exits: no instance gets an address.

What to do: give the bridge its address.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-bridge-without-address",
    kinds={"eucanetd.bridge_without_address"},
    subject="bridge",
    noun="bridge",
    title="The bridge {name} has no IPv4 address: dhcpd will serve nobody",
    means=(
        "dhcpd serves by the address of {bridge} alone. Without one it says 'No subnet "
        "declaration for {bridge} (no IPv4 addresses)' and 'Not configured to listen on any "
        "interfaces!', and exits. A network restart that made the bridge anew is the usual cause."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="the bridge of Eucalyptus' instances has no IPv4 address",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ip -br addr show {bridge}",
                (
                    ("no address", "give it the one in its configuration"),
                    ("an address", "it came back: restart eucanetd"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_EUCA}cannot retrieve IP information from specified bridge device 'br0': check your"
            f" configuration\n"
        ),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="give the bridge its address, restart eucanetd",
)
