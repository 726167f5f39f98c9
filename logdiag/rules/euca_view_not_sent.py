"""The cloud's view of the network does not reach the nodes.

What it looks for: `Timed out active network information broadcast`, `Error broadcasting network
information`, `Skipping network information broadcast`, `call to broadcast_network_info() failed in
monitor thread`.

Why it fails a launch: eucanetd on the nodes works by the last view that it got: instances that came since
have no host entry in euca-dhcp.conf, and dhcpd answers them `no free leases`.

What to do: see why the cluster controller or the nodes do not answer; a burst of launches alone may do
it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_CLOUD = "Sun Dec 14 23:29:56 2014 ERROR [AdmissionControl:run] "

rule = told(
    id="euca-view-not-sent",
    kinds={"clc.view_timed_out", "clc.view_failed", "clc.view_skipped", "cc.view_not_sent"},
    subject="host",
    noun="host",
    fields=("zone",),
    title="Eucalyptus' view of the network does not reach the nodes",
    means=(
        "The cloud controller sends each cluster, and that each node, the list of all instances "
        "with MAC and address (at most every 5 s, and not while the last one is on its way: up to"
        " 3 minutes). eucanetd makes euca-dhcp.conf of it. While it does not arrive, new "
        "instances run without a host entry and get no address."
    ),
    severity="warning",
    stage="addressed",
    category="control.messaging",
    says="the cloud's view of the network does not reach the nodes",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "it came through a moment later, as in any burst of launches",
                "euca-dhcp.conf on the node has all its instances",
            ),
        ),
        asks=(
            Ask(
                "grep -c '^ *host' /var/run/eucalyptus/net/euca-dhcp.conf",
                (
                    ("fewer than instances run on that node", "the view is old"),
                    ("as many", "it arrived"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_CLOUD}Timed out active network information broadcast for partition cluster01\n"),
        (f"{_EUCA}call to broadcast_network_info() failed in monitor thread\n"),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="bring the cluster controller and the nodes back in touch",
)
