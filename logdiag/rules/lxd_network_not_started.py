"""LXD or Incus could not bring up a network of its own.

What it looks for: `Failed to bring up network` with its reason.

Why it fails a launch: instances on that bridge have no address and no way out, or do not start.

What to do: the reason names it: firewall rules, dnsmasq, an address that is taken.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="lxd-network-not-started",
        kinds={"lxc.network_failed"},
        subject="host",
        fields=("reason",),
        title="LXD or Incus on {where} could not bring up a network: {reason}",
        means=(
            "The daemon could not set up its bridge: {reason}. 'Failed adding nftables rules' "
            "means that nft refused them beside what other programs set; 'address already in "
            "use' that another DNS or DHCP server has the port; a parent that is missing is "
            "named."
        ),
        severity="error",
        stage="plugged",
        category="network.plug",
        says="LXD or Incus could not bring up a network of its own",
        symptom_of=("kernel-module-missing",),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "lxc network list",
                    (
                        (
                            "errored or unavailable",
                            "it is still down",
                        ),
                    ),
                ),
            ),
        ),
        fires=(
            (
                'time="2026-11-22T06:10:11Z" level=error msg="Failed to bring up network" '
                'err="Failed to setup firewall: Failed adding nftables rules for network '
                '\\"incusbr0\\" (inet)" name=incusbr0 project=default\n'
            ),
        ),
        quiet=('time="2026-11-22T06:10:11Z" level=info msg="Initializing networks"\n',),
        fix="mend what the reason names, and restart the daemon",
    )
)
