"""dnsmasq or Kea has no address for a guest.

What it looks for: dnsmasq's `DHCPDISCOVER(br0) MAC no address available` and `no leases left`, Kea's
`ALLOC_ENGINE_V4_ALLOC_FAIL`, of a guest that got no lease since.

Why it fails a launch: the server has no free address in its range, or knows only fixed addresses and this
guest is not among them. The guest waits for its time-out and comes up without a network.

What to do: where addresses are fixed (libvirt, neutron, CloudStack): put the guest's MAC into the host
file, by having the agent write it again. Where there is a range: widen it, or shorten lease times.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "
_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "
_MLATER = "Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dhcp-pool-empty",
    kinds={
        "dnsmasq.no_address",
        "dnsmasq.no_leases_left",
        "dnsmasq.bootp_refused",
        "kea.alloc_failed",
        "kea.alloc_failed_no_pools",
        "kea.alloc_failed_network",
        "kea.not_offered",
    },
    mended_by={"dhcpd.ack", "dnsmasq.ack", "kea.leased"},
    subject="mac",
    noun="guest",
    title="{many} got no address from the DHCP server on {where}: {name}",
    means=(
        "The server has no address for it: its range is used up, or it gives only fixed addresses"
        " and has no host entry for {mac} (as with neutron, libvirt and CloudStack, whose agents "
        "write that file), or its fixed address is taken. dnsmasq and Kea word all three alike."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.pool",
    says="dnsmasq or Kea has no address for a guest",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the range is used up", "as many leases as the range has addresses"),
            (
                "the guest has no host entry",
                "its MAC is missing in the host file (dhcp-host, reservations)",
            ),
        ),
        beyond="not known: range empty, entry missing or address taken; the commands split it",
        asks=(
            Ask(
                "grep -ri {mac} /var/lib/neutron/dhcp /var/lib/libvirt/dnsmasq /etc/dnsmasq.d /etc/kea",
                (
                    ("nothing", "no host entry: the agent that writes it did not"),
                    ("an entry", "its address is taken, or the server has not read the file again"),
                ),
            ),
            Ask(
                "wc -l /var/lib/misc/dnsmasq.leases /var/lib/kea/kea-leases4.csv",
                (
                    ("as many as the range", "the range is used up"),
                    ("fewer", "look at the host entry"),
                ),
            ),
        ),
        fix=(
            (
                "with fixed addresses: have the agent write the entry of {mac} again, and dnsmasq"
                " read it (SIGHUP)"
            ),
            "with a range: widen it or shorten the lease time",
        ),
    ),
    symptom_of=(
        "dnsmasq-address-leased",
        "dnsmasq-address-declined",
        "dhcp-duplicate-host",
        "dhcp-declined",
    ),
    fires=(
        (f"{_MASQ}DHCPDISCOVER(br0) d0:0d:a2:00:00:03 no address available\n"),
        (
            f"{_KEA}WARN  [kea-dhcp4.alloc-engine.140] ALLOC_ENGINE_V4_ALLOC_FAIL [hwtype=1 "
            f"d0:0d:a3:00:00:03], cid=[01:d0:0d:a3:00:00:03], tid=0xba6d501e: failed to allocate "
            f"an IPv4 address after 2 attempt(s)\n"
        ),
    ),
    quiet=(
        (f"{_MLATER}DHCPACK(br0) 172.31.0.19 d0:0d:a2:00:00:03 \n"),
        (f"{_MASQ}DHCPDISCOVER(br0) d0:0d:a2:00:00:01 \n"),
    ),
    fix="a host entry for the guest, or a wider range",
)
