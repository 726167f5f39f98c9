"""The storage behind cinder did not serve a volume to a host.

What it looks for: `Driver initialize connection failed (error: ...)`, `Create export for volume failed`,
`VolumeBackendAPIException: Bad or unexpected response from the storage volume backend API`.

Why it fails a launch: an instance that boots from the volume, or has it attached, is not started.

What to do: read the reason; look at the target ports, portals and hosts that the storage knows.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="cinder-backend-refused",
    kinds={"cinder.backend_refused"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="The storage behind cinder on {where} did not serve a volume: {reason}",
    means=(
        "cinder's driver asked the storage to export the volume to the compute node, and "
        "it failed: no target port or portal for that host, the host or its initiator "
        "(IQN, WWN, NQN) is not known to the storage, the target daemon (tgtd, LIO, "
        "nvmet) is down or lacks the target, or the storage's own API refused. The "
        "attachment fails, and the instance with it."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the storage behind cinder did not serve a volume to a host",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the target daemon on the storage node is down or lost its targets",
                "its service, targetcli ls or tgtadm --op show",
            ),
            (
                "the driver or its configuration does not fit the storage",
                "the reason names ports, hosts or an API error",
            ),
        ),
        asks=(
            Ask(
                "openstack volume service list",
                (
                    (
                        "down",
                        "start cinder-volume; its log tells why it ended",
                    ),
                    (
                        "up",
                        "look at the reason, and at the target daemon or the storage's own log",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=(
        "cinder-driver-down",
        "cinder-ceph-unreachable",
        "ceph-pool-missing",
        "volume-group-full",
        "cinder-no-space",
        "cinder-create-failed",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR cinder.volume.manager Driver initialize "
            "connection failed (error: Bad or unexpected response from the storage volume "
            "backend API: no target port is up).\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO cinder.volume.manager [-] Initialize volume "
            "connection completed successfully.\n"
        ),
    ),
    fix="mend the target, portal or host on the storage, then attach again",
)
