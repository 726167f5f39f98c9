"""dnsmasq ignores a guest by its configuration.

What it looks for: `DHCPDISCOVER(br0) MAC ignored`, of a guest that no server gave a lease since.

Why it fails a launch: the configuration says `dhcp-ignore=tag:!known` (or names the MAC): who has no host
entry is not answered. The guest gets no address from this server.

What to do: a host entry for the guest, if this server is meant to serve it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "
_MLATER = "Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dnsmasq-ignored",
    kinds={"dnsmasq.ignored"},
    mended_by={"dhcpd.ack", "dnsmasq.ack", "kea.leased"},
    subject="mac",
    noun="guest",
    title="dnsmasq on {where} ignores {many}: {name}",
    means=(
        "dnsmasq is told not to answer {mac}: it has no host entry where unknown guests are "
        "ignored (dhcp-ignore=tag:!known), or is named to be ignored. If no other server serves "
        "that network, the guest has no address."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.config",
    says="dnsmasq ignores a guest by its configuration",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "another server serves that guest, and this one ignores it rightly",
                "the other server's log has a lease for it",
            ),
        ),
        asks=(
            Ask(
                "grep -rn dhcp-ignore /etc/dnsmasq.conf /etc/dnsmasq.d",
                (
                    ("tag:!known", "unknown guests are ignored: look for its host entry"),
                    ("its MAC", "somebody wanted it so"),
                ),
            ),
        ),
    ),
    fires=((f"{_MASQ}DHCPDISCOVER(br0) d0:0d:a2:00:00:01 ignored\n"),),
    quiet=((f"{_MLATER}DHCPACK(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"),),
    fix="a host entry for the guest",
)
