"""Cinder found no back end for a volume.

What it looks for: `Insufficient free space for volume creation on host ...`, `Filtering removed all
hosts for the request with volume ID`, `No valid backend was found`.

Why it fails a launch: the instance waits for its volume and gives up.

What to do: look at the pools: what they have, what they count as used.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told


def _has_back_ends(fields: Mapping[str, str]) -> bool:
    """Whether any back end was there when the filters began; so too where the line does not tell."""
    results = fields.get("results", "")
    return not results or any(not one.startswith("0,") for one in results.split("(start: ")[1:])


rule = told(
    id="cinder-no-space",
    kinds={"cinder.no_space", "cinder.filtered_out", "cinder.not_scheduled"},
    subject="volume",
    fields=("backend", "requested", "left", "reason", "results"),
    where=_has_back_ends,
    title="Cinder found no place for a volume",
    means=(
        "No back end has room, in the way it counts (free space, over-subscription ratio, "
        "reserved percentage), or none is up, or none fits the type of the volume. An instance "
        "that boots from such a volume fails."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="cinder found no back end for a volume",
    telling=Telling(
        rivals=(
            ("the back end is down and not full", "openstack volume service list shows it down"),
            ("the volume type fits no back end", "volume_backend_name in type and configuration differ"),
        ),
        asks=(
            Ask(
                "openstack volume service list",
                (
                    ("cinder-volume is down", "start it; see its log"),
                    ("up", "room or type: cinder get-pools --detail"),
                ),
            ),
        ),
    ),
    symptom_of=("cinder-driver-down", "cinder-none-known"),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING cinder.scheduler.filters.capacity_filter "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Insufficient free "
            "space for volume creation on host ctl1@lvm#LVM (requested / avail): 100/42.5\n"
        ),
        (
            "2026-11-02 06:11:03.120 4711 ERROR cinder.scheduler.flows.create_volume "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Failed to run task "
            "cinder.scheduler.flows.create_volume.ScheduleCreateVolumeTask;volume:create: No valid "
            "backend was found. No weighed backends available\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 DEBUG cinder.scheduler.filters.capacity_filter "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Checking if host "
            "ctl1@lvm#LVM can create a 1 GB volume (5b0c7a3e)\n"
        ),
    ),
    fix="free or add space, start the back end, or correct the volume type",
)
