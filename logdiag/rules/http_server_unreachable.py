"""A service gets no answer from another one over HTTP.

What it looks for: `HTTPConnectionPool(host='...', port=...): Max retries exceeded with url` with what
caused it, `Read timed out`.

Why it fails a launch: a launch needs several services in turn; the one that does not answer holds it up.

What to do: look at the service behind that address and port.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="http-server-unreachable",
    kinds={"python.http_refused", "python.http_failed"},
    mended_by={"nova.spawned", "nova.built"},
    subject="server",
    noun="server",
    fields=("tcp_port", "reason", "task"),
    where=has_failed,
    title="{where} gets no answer from {server} port {tcp_port}: {reason}",
    means=(
        "An HTTP request failed for good. Connection refused: nothing listens there, the "
        "service is down or the port wrong. No route or timed out: the host is down or a "
        "firewall is between. Name or service not known: the name in the configuration "
        "or the catalogue does not resolve here. Certificate verify failed: the CA is "
        "not trusted on this host. Ports: 5000 keystone, 8774 nova, 8775 nova's metadata "
        "(nova_metadata_host), 8776 cinder, 8778 placement, 9292 glance, 9696 neutron, "
        "6385 ironic, 9443 an amphora, 80 or 8080 a web server with images."
    ),
    severity="error",
    stage="requested",
    category="control.api",
    says="a service gets no answer from another one over HTTP",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        rivals=(
            (
                "it was only being restarted",
                "the port listens again, and nothing is told later",
            ),
        ),
        asks=(
            Ask(
                "curl -sv http://{server}:{tcp_port}/",
                (
                    (
                        "refused",
                        "start the service that belongs there, or correct the address",
                    ),
                    (
                        "could not resolve",
                        "correct the name in the configuration or DNS",
                    ),
                    (
                        "an answer",
                        "it is back",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=(
        "keystone-endpoint-unreachable",
        "neutron-metadata-broken",
        "octavia-amphora-unreachable",
        "ironic-image-refused",
        "nova-placement-unreachable",
        "nova-glance-unreachable",
        "nova-network-refused",
        "oslo-service-crashed",
        "metadata-unreached",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "requests.exceptions.ConnectionError: HTTPConnectionPool(host='192.0.2.9', "
            "port=8080): Max retries exceeded with url: /v3 (Caused by "
            "NewConnectionError('<urllib3.connection.HTTPConnection object at "
            "0x7f27a1cb96d8>: Failed to establish a new connection: [Errno 111] Connection "
            "refused'))\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix="start the service behind that address, or correct the address",
)
