"""OVN's database cluster does not settle.

What it looks for: `timeout expired, starting election` and `clustered database server has stale data`,
five times and more within an hour.

Why it fails a launch: while there is no leader nothing is written: ports wait to be bound and wired.

What to do: see disks and load of the database hosts; raise the election timer; reset a stale client.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"

rule = told(
    id="ovn-database-unsettled",
    kinds={"openvswitch.election", "openvswitch.stale_data"},
    subject="host",
    noun="host",
    times=5,
    within=3600,
    title="OVN's database cluster on {where} does not settle",
    means=(
        "Members of the cluster do not hear the leader in time and elect another again and again,"
        " or a client has seen newer data than the servers have (a rebuilt database: bug 1829109 "
        "at Red Hat; 'ovn-appctl -t ovn-controller sb-cluster-state-reset', or a restart of "
        "neutron-server, mends the client). Overloaded hosts and slow disks are the usual cause."
    ),
    severity="warning",
    stage="plugged",
    category="network.plug",
    says="OVN's database cluster does not settle",
    telling=Telling(
        confidence="possible",
        rivals=(("a member was restarted a few times", "its log starts anew"),),
        asks=(
            Ask(
                "ovs-appctl -t /var/run/ovn/ovnsb_db.ctl cluster/status OVN_Southbound",
                (
                    ("the term grows", "raise the election timer, look at disk and load"),
                    ("steady", "over by now"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_OVS}term 2873: 1620 ms timeout expired, starting election\n"
            f"{_OVS}term 2873: 1620 ms timeout expired, starting election\n"
            f"{_OVS}term 2873: 1620 ms timeout expired, starting election\n"
            f"{_OVS}term 2873: 1620 ms timeout expired, starting election\n"
            f"{_OVS}term 2873: 1620 ms timeout expired, starting election\n"
        ),
    ),
    quiet=((f"{_OVS}term 2873: 1620 ms timeout expired, starting election\n"),),
    fix="faster disks or a longer election timer; reset stale clients",
)
