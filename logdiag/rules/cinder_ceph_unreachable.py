"""A service cannot reach the Ceph cluster.

What it looks for: `error connecting to the cluster` from rados at the end of tracebacks.

Why it fails a launch: images and volumes in Ceph cannot be made, cloned or opened.

What to do: try ceph with the same user on that host.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="cinder-ceph-unreachable",
        kinds={"cinder.ceph_unreachable"},
        mended_by={"nova.spawned"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="{name} on {where} cannot reach Ceph: {reason}",
        means=(
            "librados found no monitor, was not let in, or has no configuration: ceph.conf or the "
            "keyring is missing or unreadable for this service, the monitors are down, or the way "
            "to them is cut."
        ),
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="a service cannot reach the Ceph cluster",
        telling=Telling(
            asks=(
                Ask(
                    "ceph -s",
                    (
                        ("it hangs", "monitors or network"),
                        ("HEALTH_OK", "the service's own user or keyring"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR cinder.volume.drivers.rbd rados.ObjectNotFound: "
                "[errno 2] RADOS object not found (error connecting to the cluster)\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO cinder.volume.drivers.rbd [-] connecting to ceph "
                "(timeout=-1).\n"
            ),
        ),
        fix="bring the monitors back, or give the service its keyring and ceph.conf",
    )
)
