"""eucanetd could not write DHCP's configuration or start dhcpd.

What it looks for: `unable to (re)configure local dhcpd server`, `unable to generate new dhcp
configuration file`, `unable to find DHCP daemon binaries`, `command failed: exitcode=... dhcpd`, `cannot
create empty leasefile`, `cannot open dhcpd server config file for write`, and the cluster controller's
`cannot start DHCP daemon`.

Why it fails a launch: no instance of the node that has no lease yet gets one.

What to do: read the line before it, and dhcpd's own words in syslog at that second; correct
VNET_DHCPDAEMON, rights, disk.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_ELATER = "2014-12-14 23:30:56  INFO | "

rule = told(
    id="euca-dhcp-not-started",
    kinds={
        "eucanetd.dhcp_not_configured",
        "eucanetd.dhcp_conf_not_made",
        "eucanetd.dhcpd_missing",
        "eucanetd.lease_file_not_made",
        "eucanetd.command_failed",
        "eucanetd.dhcp_conf_not_writable",
        "cc.dhcp_not_started",
        "cc.dhcp_conf_not_made",
        "cc.dhcpd_missing",
    },
    mended_by={"eucanetd.dhcpd_restarted", "eucanetd.dhcp_processed"},
    subject="host",
    noun="host",
    fields=(
        "path",
        "command",
        "exit_status",
    ),
    where=lambda fields: not fields["command"] or "dhcpd" in fields["command"],
    title="Eucalyptus could not configure or start dhcpd",
    means=(
        "eucanetd writes euca-dhcp.conf anew at every change, kills dhcpd and starts it again. "
        "One of these steps failed: the binary that VNET_DHCPDAEMON names is not there, the "
        "folder /var/run/eucalyptus/net cannot be written (rights, full disk), or dhcpd refused "
        "to start (exit status 256 is exit 1): its own words stand in syslog of that second, up "
        "to 'exiting.'. Instances without a lease get none."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="eucanetd could not configure or start dhcpd",
    telling=Telling(
        confidence="confirmed",
        beyond="not known here: dhcpd's own words in syslog of that second say it",
        asks=(
            Ask(
                "pgrep -lf dhcpd",
                (
                    ("nothing", "it is down: dhcpd's last words in /var/log/messages"),
                    ("a process", "an older one serves on with its older list"),
                ),
            ),
            Ask(
                "grep -n VNET_DHCPDAEMON /etc/eucalyptus/eucalyptus.conf",
                (
                    ("a path that is not there", "set it to /usr/sbin/dhcpd"),
                    ("right", "look at syslog"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "euca-node-unknown",
        "euca-view-not-read",
        "dhcpd-exited",
        "dhcpd-not-listening",
        "euca-bridge-without-address",
    ),
    fires=(
        (
            f"{_EUCA}unable to find DHCP daemon binaries: '/usr/sbin/dhcpd41'\n"
            f"{_EUCA}unable to (re)configure local dhcpd server: check above log errors for details\n"
        ),
        (f"{_EUCA}cannot start DHCP daemon, please check your network settings\n"),
    ),
    quiet=(
        (
            f"{_ELATER}dhcpd server restart command (//usr/lib/eucalyptus/euca_rootwrap "
            f"/usr/sbin/dhcpd41) succeeded\n"
        ),
    ),
    fix="read dhcpd's words in syslog, correct VNET_DHCPDAEMON, rights or disk",
)
