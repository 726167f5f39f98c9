"""The API refused a launch because the quota of the project is used up.

What it looks for: `Quota exceeded for cores, ram: Requested ..., but already used ... of ...`, `...
quota exceeded for PROJECT, tried to run N instances`.

Why it fails a launch: the request is answered with 403 and leaves no instance behind.

What to do: delete what is not needed, or raise the quota.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="nova-quota-exceeded",
        kinds={"nova.quota_exceeded"},
        subject="program",
        noun="service",
        fields=("resource", "amounts"),
        title="The API refused a launch: quota exceeded for {resource}",
        means=(
            "The project has used up what it may have of {resource}. Nothing was made and no host was "
            "looked for; the cloud may be empty. Instances in ERROR and soft-deleted ones count: {amounts}"
        ),
        severity="error",
        stage="requested",
        category="limits",
        says="the API refused a launch because the quota of the project is used up",
        telling=Telling(
            confidence="confirmed",
            asks=(Ask("openstack limits show --absolute", (("used equals max", "free or raise it"),)),),
            fix=(
                "delete instances that are not needed (those in ERROR count too)",
                "openstack quota set --instances N --cores N --ram N PROJECT",
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.api.openstack.wsgi "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] HTTP exception "
                "thrown: Quota exceeded for cores, ram: Requested 4, 8192, but already used 20, 51200 "
                "of 20, 51200 cores, ram\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.api.openstack.wsgi "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] HTTP exception "
                "thrown: Instance 0f1e2d3c could not be found.\n"
            ),
        ),
        fix="delete instances that are not needed (those in ERROR count too)",
    )
)
