"""Ceph has no pool of the name that a service asks for.

What it looks for: `ObjectNotFound: [errno 2] error opening pool 'NAME'`, `RADOS object not found (error
opening pool 'NAME')`.

Why it fails a launch: images, volumes and disks are kept in pools: none can be read or written there.

What to do: make the pool, correct its name, or give the user the right to it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ceph-pool-missing",
    kinds={"cinder.pool_missing"},
    subject="pool",
    noun="pool",
    title="Ceph has no pool {name} for a service on {where}",
    means=(
        "The service did reach the Ceph cluster, and the pool named in its configuration "
        "(rbd_store_pool of glance, rbd_pool of cinder, images_rbd_pool of nova) is not "
        "there: it was never created, has another name, or belongs to another cluster."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="Ceph has no pool of the name that a service asks for",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the pool is in another cluster than the service's ceph.conf",
                "fsid in ceph.conf",
            ),
        ),
        asks=(
            Ask(
                "ceph osd pool ls",
                (
                    (
                        "the pool is not listed",
                        "create it, or correct the name in the configuration",
                    ),
                    (
                        "it is",
                        "look at the caps of the service's user: ceph auth ls",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR glance.common.wsgi ObjectNotFound: [errno 2] "
            "error opening pool 'images'\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix="create the pool, or correct its name in the service's configuration",
)
