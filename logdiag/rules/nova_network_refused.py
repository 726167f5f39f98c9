"""Neutron refused or never answered the request for the ports of an instance.

What it looks for: `Failed to allocate network(s)`, `Instance failed network setup after N attempt(s)`
and other ends of a build that name neutron.

Why it fails a launch: an instance is not made without its ports.

What to do: ask the network API with the same credentials; read neutron-server.log at that time.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-network-refused",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("neutron"),
    title="{many} on {where} failed: neutron did not give it a network: {reason}",
    means=(
        "nova could not get the instance's ports from neutron: neutron-server did not answer, "
        "its credentials in nova.conf are wrong, or it refused the request (port in use, port "
        "quota, several networks to choose from)."
    ),
    severity="error",
    stage="plugged",
    category="control.api",
    says="neutron refused or never answered the request for the ports of an instance",
    state="failed",
    telling=Telling(
        rivals=(
            (
                "neutron-server is down or overloaded",
                "neutron-server.log has a hole there, or database errors",
            ),
            (
                "the request itself was refused",
                "the reason names a quota, a port in use or an ambiguous network",
            ),
        ),
        asks=(
            Ask(
                "openstack network agent list",
                (
                    ("an answer", "neutron-server is up: look at the reason again"),
                    ("no answer or HTTP 5xx", "neutron-server or its database is down"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "database-unreachable",
        "database-connections",
        "keystone-credentials",
        "keystone-endpoint-unreachable",
        "keystone-endpoint-missing",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed network setup after 1 "
            "attempt(s): neutronclient.common.exceptions.ConnectionFailed: Connection to neutron "
            "failed: HTTPConnectionPool(host='controller', port=9696): Max retries exceeded\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(neutronclient.common.exceptions.ConnectionFailed: Connection to neutron failed: timed "
            "out)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="bring neutron-server back, or change what the reason names, and launch again",
)
