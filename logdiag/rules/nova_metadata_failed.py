"""nova's metadata service cannot answer an instance.

What it looks for: `Failed to get metadata for instance id: UUID`.

Why it fails a launch: the instance gets a 404 or 500 for its metadata, so neither keys nor user data.

What to do: see what stands behind the id: an endpoint or a login of the metadata service's own configuration.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "2026-11-22 05:54:48.123 4711 ERROR nova.api.metadata.handler [None req-5f323bd4 - - - - -] "

rule = told(
    id="nova-metadata-failed",
    kinds={"nova.metadata_failed"},
    subject="instance",
    noun="instance",
    fields=("reason",),
    title="nova's metadata service on {where} cannot answer {many}: {reason}",
    means=(
        "The instance asked for its metadata and got an error instead ({reason}), so that it runs without"
        " keys and user data. Where an endpoint is not found in the service catalogue, or a login is"
        " refused, the metadata service's own configuration is wrong ([keystone_authtoken], [neutron],"
        " [api_database]: values left out, another region); where nothing is told, nova does not know the"
        " instance (its cell, a local metadata service per cell)."
    ),
    severity="error",
    stage="configured",
    category="metadata",
    says="nova's metadata service cannot answer an instance",
    symptom_of=("database-unreachable", "keystone-endpoint-unreachable", "keystone-endpoint-missing"),
    telling=Telling(
        confidence="likely",
        rivals=(("the instance was just being deleted", "it is not listed any more"),),
        asks=(
            Ask(
                "openstack server show {instance}",
                (
                    ("it is there", "the service cannot read it: see the reason, its nova.conf"),
                    ("No server", "it was deleted, and asks no more"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Failed to get metadata for instance id: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0:"
        " keystoneauth1.exceptions.http.Unauthorized: The request you have made requires authentication.\n",
    ),
    quiet=(
        "2026-11-22 05:54:48.123 4711 INFO nova.metadata.wsgi.server [-] 10.0.0.9"
        ' "GET /openstack HTTP/1.1" status: 200 len: 229 time: 0.2\n',
    ),
    fix="correct the metadata service's own nova.conf, restart it, and boot the instance again",
)
