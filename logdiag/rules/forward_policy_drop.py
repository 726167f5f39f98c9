"""The host's firewall drops what it forwards unless a rule lets it through, as Docker sets it.

What it looks for: `iptables -P FORWARD DROP` in Docker's debug log, `:FORWARD DROP` of iptables-save, `Chain
FORWARD (policy DROP`.

Why it fails a launch: guests on a bridge of LXD, Incus, libvirt or one's own lose their way out, and between
bridges' ports too where br_netfilter is loaded: no DHCP from other hosts, no network.

What to do: rules that let the guests' bridge through (DOCKER-USER), or Docker not to manage iptables.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="forward-policy-drop",
    kinds={"dockerd.forward_drop"},
    subject="host",
    fields=("rest",),
    title="The firewall of {where} drops forwarded packets by default (FORWARD policy DROP)",
    means=(
        "The policy of the chain FORWARD is DROP, as Docker sets it when it starts. Whatever no "
        "rule lets through is lost: guests on bridges that have no rules of their own (LXD's, "
        "Incus' or libvirt's with nftables, bridges made by hand) reach nobody beyond the host, "
        "and with br_netfilter not even each other's DHCP."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="the host's firewall drops forwarded packets by default, as Docker sets it",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        beyond="not known: whether a rule lets the guests' bridge through",
        rivals=(
            (
                "rules before it let the guests' bridge through",
                "iptables -S FORWARD and DOCKER-USER name the bridge with ACCEPT",
            ),
        ),
        asks=(
            Ask(
                "iptables -S FORWARD",
                (
                    ("-P FORWARD DROP and no line of the guests' bridge", "that is it"),
                    ("-A FORWARD ... ACCEPT for the bridge", "it is let through"),
                ),
            ),
            Ask(
                "sysctl net.bridge.bridge-nf-call-iptables",
                (("1", "packets between ports of a bridge go through it, too"),),
            ),
        ),
        fix=(
            "let the guests' bridge through: iptables -I DOCKER-USER -i BRIDGE -j ACCEPT, and -o BRIDGE",
            "or run Docker elsewhere, or with its iptables off",
        ),
    ),
    fires=(
        'Nov 22 06:16:00 nc01 dockerd[902]: time="2026-11-22T06:16:00.123456789Z" level=debug '
        'msg="/usr/sbin/iptables, [--wait -P FORWARD DROP]"\nNov 22 06:16:09 nc01 libvirtd[902]: '
        "libvirt version: 9.0.0\n",
    ),
    quiet=(
        'Nov 22 06:16:00 nc01 dockerd[902]: time="2026-11-22T06:16:00.123456789Z" level=info '
        'msg="Loading containers: start."\n',
    ),
    fix="let the guests' bridge through in DOCKER-USER",
)
