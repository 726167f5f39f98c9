"""The DHCP server of MAAS does not start.

What it looks for: MAAS' `Service 'maas-dhcpd' failed to start`, `DHCPv4 server failed to
restart`, and no start since. That systemd skips the unit is usual where MAAS serves no DHCP.

Why it fails a launch: machines boot from the network: without an address they neither commission nor deploy,
and MAAS gives them up when its time is over.

What to do: see dhcpd's own words in the journal; where a condition is not met, restart maas-rackd,
which writes the file.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MAAS = "Nov 22 06:16:00 maas1 maas.service_monitor: "

rule = told(
    id="maas-dhcp-not-started",
    kinds={"maas.dhcp_not_started"},
    mended_by={"maas.dhcp_started"},
    subject="host",
    fields=("reason", "iface"),
    title="The DHCP server of MAAS on {where} does not start: machines get no address from it",
    means=(
        "maas-rackd writes dhcpd's configuration and the list of interfaces, and has systemd start maas-dhcpd. Reason"
        " given: {reason}. 'off' and 'dead' without an error is a unit that systemd skipped, as a file that MAAS"
        " should have written (dhcpd-interfaces, dhcpd.conf) is not there; a failed unit is dhcpd's own refusal, told"
        " in the journal. Machines that are deployed meanwhile do not boot, whatever their power does."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="the DHCP server of MAAS does not start",
    telling=Telling(
        confidence="likely",
        beyond="not known: why the file was not written, or what dhcpd refused",
        asks=(
            Ask(
                "systemctl status maas-dhcpd",
                (
                    (
                        "condition failed",
                        "the file it names is not there: restart maas-rackd, see rackd.log",
                    ),
                    ("failed", "journalctl -u maas-dhcpd has dhcpd's own reason"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_MAAS}[error] Service 'maas-dhcpd' failed to start. Its current state is 'off' and 'dead'.\n",
        "Nov 22 06:16:00 maas1 maas.dhcp: [error] DHCPv4 server failed to restart (for network interfaces ens19):"
        " Service 'maas-dhcpd' failed to start.\n",
    ),
    quiet=(
        "Nov 22 06:16:00 maas1 systemd[1]: maas-dhcpd.service - MAAS instance of ISC DHCP server for IPv4 was"
        " skipped because of an unmet condition check (ConditionPathExists=/var/lib/maas/dhcpd-interfaces).\n",
    ),
    fix="restart maas-rackd so that it writes the files anew, or mend what dhcpd names, and enable DHCP on the VLAN",
)
