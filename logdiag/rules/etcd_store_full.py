"""etcd takes no more writes: its database has reached its quota.

What it looks for: `mvcc: database space exceeded`, as etcd answers and its clients repeat it.

Why it fails a launch: the API behind it is read-only: no instance, pod or node state can be written, so
nothing is started.

What to do: etcdctl compact and defrag, then etcdctl alarm disarm; raise --quota-backend-bytes.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="etcd-store-full",
    kinds={"kubelet.store_full"},
    subject="host",
    title="etcd takes no more writes: its database is full",
    means=(
        "etcd raised the alarm NOSPACE: its database file has reached --quota-backend-bytes "
        "(2 GiB by default), though the disk may have room. It stays read-only, also after "
        "room was made, until the alarm is disarmed."
    ),
    severity="error",
    stage="requested",
    category="control.database",
    says="etcd takes no more writes: its database has reached its quota",
    telling=Telling(
        confidence="likely",
        beyond="not known: who writes so much",
        asks=(
            Ask(
                "etcdctl alarm list",
                (
                    (
                        "NOSPACE",
                        "compact, defrag, disarm",
                    ),
                    (
                        "nothing",
                        "it is over",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kube-apiserver[2210]: E1122 06:16:00.201133    2210 "
            "status.go:71] apiserver received an error: rpctypes.EtcdError{code:0x8, "
            'desc:"etcdserver: mvcc: database space exceeded"}\n'
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 kube-apiserver[2210]: E1122 06:16:00.201133    2210 "
            "status.go:71] apiserver received an error: etcdserver: mvcc: required revision has "
            "been compacted\n"
        ),
    ),
    fix="compact, defragment, disarm the alarm, raise the quota",
)
