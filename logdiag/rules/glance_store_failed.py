"""glance could not store an image.

What it looks for: `Failed to upload image data due to internal error`, `Failed to upload image data due
to HTTP error`.

Why it fails a launch: an image that is not stored cannot be launched.

What to do: read the reason, and the traceback below it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="glance-store-failed",
    kinds={"glance.upload_failed"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="glance on {where} could not store an image: {reason}",
    means=(
        "The upload reached glance and the store behind it (file, Ceph, Swift, cinder) "
        "failed. The error at the end tells which: a pool, a directory or a container "
        "that is missing, rights, no connection. `'NoneType' object has no attribute "
        "'Rados'`: the Python library rados is not installed where glance runs (a "
        "container image or virtual environment without it), so the rbd store cannot "
        "work."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="glance could not store an image",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "whoever uploaded broke the connection off",
                "an HTTP error, and only once",
            ),
            (
                "the store is at fault",
                "the traceback ends with its error",
            ),
        ),
        asks=(
            Ask(
                "glance-manage --version",
                (
                    (
                        "an answer",
                        "read the traceback: the library or the store it names",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=(
        "ceph-pool-missing",
        "cinder-ceph-unreachable",
        "python-privsep-refused",
        "python-module-missing",
        "python-file-denied",
        "no-space-left",
        "glance-store-full",
        "keystone-endpoint-unreachable",
        "keystone-credentials",
        "http-server-unreachable",
        "cinder-backend-refused",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR glance.api.v2.image_data [-] Failed to "
            "upload image data due to internal error: AttributeError: 'NoneType' object has "
            "no attribute 'Rados'\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO eventlet.wsgi.server [-] 203.0.113.83 - - "
            "[23/Mar/2026 09:01:44] 'POST /v2/images HTTP/1.1' 201 845 0.105431\n"
        ),
    ),
    fix=("mend the store or install the library that the reason names, then upload again"),
)
