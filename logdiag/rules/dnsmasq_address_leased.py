"""The address that is meant for a guest is still leased to another one.

What it looks for: `not using configured address IP because it is leased to MAC`.

Why it fails a launch: dnsmasq has a host entry that gives the address to the new guest, but its lease
file still has it for an earlier one with another MAC, whose lease has not run out. So the new guest is
refused until then, though its entry is right.

What to do: remove the old lease: stop dnsmasq, take its line out of the lease file, start it again; or
release it with dhcp_release. Who gives addresses to new guests ought to release those of guests that are
destroyed.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dnsmasq-address-leased",
    kinds={"dnsmasq.leased_to_other"},
    subject="ip",
    noun="address",
    nouns="addresses",
    fields=("mac",),
    title="The address {name}, meant for a new guest on {where}, is still leased to {mac}",
    means=(
        "The lease file of dnsmasq still holds a stale lease of {ip} for an earlier guest ({mac})"
        " that was not released when it went away. dnsmasq does not give an address twice: the "
        "new guest that is configured for it gets no answer to its requests until the old lease "
        "expires. The instance is not at fault, nor is its host entry."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.pool",
    says="the address meant for a guest is still leased to an earlier one",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the earlier guest is still running, and two guests were given one address",
                "the MAC answers: the cloud's database has the address twice",
            ),
        ),
        asks=(
            Ask(
                "arping -c 3 {ip}",
                (
                    ("no reply", "a stale lease of a guest that is gone: remove it"),
                    ("a reply from {mac}", "the earlier guest still runs: the address was given twice"),
                ),
            ),
            Ask(
                "grep {ip} /var/lib/misc/dnsmasq.leases",
                (("a line with {mac}", "that is the stale entry; the first number is when it runs out"),),
            ),
        ),
        fix=(
            (
                "stop dnsmasq, remove the line of {ip} with {mac} from its lease file, start "
                "dnsmasq, and reboot the guest"
            ),
            "or: dhcp_release IFACE {ip} {mac}",
            "see why the lease of the destroyed guest was not released",
        ),
    ),
    fires=(
        (f"{_MASQ}not using configured address 10.20.91.78 because it is leased to fa:16:3e:e2:41:eb\n"),
    ),
    quiet=((f"{_MASQ}DHCPACK(eth0) 10.20.91.78 fa:16:3e:db:a6:11 \n"),),
    fix="remove the stale lease from dnsmasq's lease file",
)
