"""The store of glance takes no images.

What it looks for: `Image storage media is full`, `Insufficient permissions on image storage media`,
`Error in store configuration`.

Why it fails a launch: a launch from an image that could not be stored fails.

What to do: free space, raise the quota, or mend the rights of the store.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="glance-store-full",
        kinds={"glance.store_full", "glance.store_denied", "glance.store_misconfigured"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="Glance's store takes no image: {reason}",
        means=(
            "The disk or quota of the image store is full, or glance may not write there. Uploads "
            "and snapshots fail; images that are there still start."
        ),
        severity="warning",
        stage="prepared",
        category="storage.image",
        says="the store of glance takes no images",
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "df -h /var/lib/glance/images",
                    (
                        ("100 %", "delete images"),
                        ("space", "the quota or rights"),
                    ),
                ),
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR glance.api.v2.image_data "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Image storage media "
                "is full: There is not enough disk space on the image storage media.\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO eventlet.wsgi.server "
                '[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] 192.0.2.11 - - "PUT '
                '/v2/images/8d2f0f9e/file HTTP/1.1" 204 213 1.2\n'
            ),
        ),
        fix="free space in the image store, or mend its rights",
    )
)
