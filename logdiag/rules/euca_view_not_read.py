"""eucanetd has no current view of the network.

What it looks for: `could not fetch latest global network info from NC`, `read_latest_network failed`,
`failed to initialize global network info data structures`, `could not complete update of private IPs`,
`could not write XML data to file`, and no update that worked since.

Why it fails a launch: euca-dhcp.conf stays as it was: new instances have no host entry, and get no
address.

What to do: see whether NC and CC run; whether the disk of /var/run/eucalyptus is full; look at the XML.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-view-not-read",
    kinds={
        "eucanetd.view_not_fetched",
        "eucanetd.view_not_read",
        "eucanetd.view_broken",
        "eucanetd.private_ips_not_updated",
        "nc.view_not_written",
    },
    mended_by={"eucanetd.dhcpd_restarted", "eucanetd.dhcp_processed"},
    subject="host",
    noun="host",
    fields=("path",),
    times=3,
    title="eucanetd has no current view of the network: euca-dhcp.conf stays as it was",
    means=(
        "eucanetd reads the instances of its node from a file that the node component writes as "
        "the cloud sends it. It could not read or use it, again and again: the node component is "
        "down, the disk is full (a cut file), or the file was never sent. At a start of the node "
        "a few of these are normal."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="eucanetd has no current view of the network",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the node just started, and the first view comes within minutes",
                "later lines say that dhcpd was restarted",
            ),
        ),
        asks=(
            Ask(
                "ls -l /var/run/eucalyptus/eucanetd_global_network_info.xml /var/lib/eucalyptus/run",
                (
                    ("old or empty", "the node component does not write it: nc.log, df"),
                    ("fresh", "restart eucanetd"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "euca-view-not-sent",
        "euca-disk-short",
    ),
    fires=(
        (
            f"{_EUCA}could not fetch latest global network info from NC\n"
            f"{_EUCA}could not fetch latest global network info from NC\n"
            f"{_EUCA}could not fetch latest global network info from NC\n"
        ),
    ),
    quiet=((f"{_EUCA}could not fetch latest global network info from NC\n"),),
    fix="bring the node component back, free the disk, restart eucanetd",
)
