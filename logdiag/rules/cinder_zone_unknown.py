"""Cinder does not know the availability zone that a volume was asked for in.

What it looks for: `Availability zone 'ZONE' is invalid`.

Why it fails a launch: nova asks for the boot volume in the zone of the instance; where cinder has no zone of that
name the volume is refused, and the instance with it.

What to do: give cinder the zone, let it fall back, or let nova attach across zones.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = (
    "2026-11-02 06:11:02.120 4711 WARNING cinder.volume.flows.api.create_volume "
    "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] "
)

rule = told(
    id="cinder-zone-unknown",
    kinds={"cinder.zone_unknown"},
    subject="zone",
    noun="availability zone",
    title="Cinder on {where} knows no availability zone {name}: it refuses volumes that are asked for there",
    means=(
        "A volume was asked for in {zone}, and no cinder-volume that is up stands in a zone of that name. nova asks in"
        " the instance's own zone when it makes the boot volume: its zones are names of host aggregates, and cinder"
        " has its own. A cinder-volume of that zone that is down makes the zone vanish as well."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="cinder does not know the availability zone that a volume was asked for in",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the only cinder-volume of that zone is down",
                "openstack volume service list shows it as down",
            ),
            ("somebody mistyped the zone", "the request was for a volume alone"),
        ),
        asks=(
            Ask(
                "openstack availability zone list --volume",
                (
                    ("the zone is not there", "cinder has no such zone: see the settings below"),
                    ("it is there", "it came back: try again"),
                ),
            ),
        ),
        fix=(
            "set allow_availability_zone_fallback = true in cinder.conf, or storage_availability_zone to that name",
            "or, if instances may use volumes of other zones, leave [cinder] cross_az_attach of nova.conf at true",
        ),
    ),
    fires=(f"{_HEAD}Availability zone 'rack1' is invalid\n",),
    quiet=(f"{_HEAD}Availability zone 'rack1' not found, falling back to 'nova'\n",),
    fix="give cinder that zone, or let it fall back to one that it has",
)
