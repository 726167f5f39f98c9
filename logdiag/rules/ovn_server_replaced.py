"""A server of OVN's database cluster came back under another identity.

What it looks for: raft's `misrouted message (addressed to OLD but we're NEW)`.

Why it fails a launch: the cluster still counts the old identity as a member: with too few living members it has no
leader, and no new port or network reaches any host.

What to do: take the old identity out of the cluster (cluster/kick), on a member that lives.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_RAFT = "2026-11-22T05:54:48.123Z|42946|raft|INFO|"

rule = told(
    id="ovn-server-replaced",
    kinds={"openvswitch.misrouted"},
    subject="old",
    noun="server",
    fields=("new", "address"),
    title="A server of OVN's database cluster on {where} has a new identity, {new}, and is still addressed as {name}",
    means=(
        "The server was rebuilt, or its database file was removed, so that it has a new server id, {new}; the other"
        " members of the cluster (raft) still speak to {old} at its address. The stale member counts for the majority:"
        " if too few others are left there is no leader, and nothing is written."
    ),
    severity="error",
    stage="plugged",
    category="network.link",
    says="a server of OVN's database cluster came back under another identity",
    telling=Telling(
        confidence="likely",
        hits_all=True,
        beyond="not known: whether the cluster still has a leader",
        rivals=(
            ("it happened only while it was replaced", "cluster/status names a leader and no old server"),
        ),
        asks=(
            Ask(
                "ovn-appctl -t /var/run/ovn/ovnsb_db.ctl cluster/status OVN_Southbound",
                (
                    ("the old identity among Servers", "cluster/kick it"),
                    (
                        "Leader: unknown",
                        "no majority: kick stale members, or start the cluster anew from one file",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        f'{_RAFT}tcp:192.0.2.14:53620: syntax "{{"cluster":"9761f494-bb9c-433d","term":43147}}": syntax'
        " error: Parsing raft vote_request RPC failed: misrouted message (addressed to 5317 but we're 1476)\n",
    ),
    quiet=("2026-11-22T05:54:48.123Z|00001|vlog|INFO|opened log file /var/log/ovn/ovsdb-server-sb.log\n",),
    fix="take the old server out of the cluster: ovn-appctl -t DB.ctl cluster/kick DB OLD, on a living member",
)
