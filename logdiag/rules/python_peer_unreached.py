"""A service was refused a connection, or found no way or name.

What it looks for: `[Errno 111] Connection refused`, `[Errno 113] No route to host`, `[Errno 110]
Connection timed out`, `[Errno -2] Name or service not known` in what a Python service says.

Why it fails a launch: a launch needs several services in turn; the one that does not answer holds it up.

What to do: see in the traceback above it whom the service asked.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service
from logdiag.tasks import has_failed

rule = by_service(
    told(
        id="python-peer-unreached",
        kinds={"python.unreached"},
        mended_by={"nova.spawned", "nova.built"},
        subject="program",
        noun="service",
        fields=("reason", "task"),
        where=has_failed,
        title="{name} on {where} could not reach what it asked: {task}{reason}",
        means=(
            "The service asked another program and got no connection. Refused: nothing "
            "listens on that address and port, the other service is down or the address is "
            "wrong. No route, timed out: its host is down or a firewall is between. Name not "
            "known: the name in the configuration does not resolve here. Where the line does "
            "not tell whom it asked, the traceback above it does."
        ),
        severity="warning",
        stage="requested",
        category="control.api",
        says="a service was refused a connection, or found no way or name",
        telling=Telling(
            confidence="possible",
            needs_launch=True,
            rivals=(
                (
                    "the other service was only being restarted",
                    "it goes on later",
                ),
            ),
            asks=(
                Ask(
                    "ss -lnt",
                    (
                        (
                            (
                                "the port of that service is not listed (5000, 5672, 3306, 8775, 8778, 9292, "
                                "9696)"
                            ),
                            "start the service",
                        ),
                        (
                            "it is listed",
                            "look at the address it listens on",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "http-server-unreachable",
            "keystone-endpoint-unreachable",
            "oslo-broker-unreachable",
            "oslo-broker-name-unknown",
            "database-unreachable",
            "neutron-metadata-broken",
            "nova-placement-unreachable",
            "nova-glance-unreachable",
            "nova-network-refused",
            "nova-libvirt-down",
            "name-server-silent",
            "ironic-image-refused",
            "octavia-amphora-unreachable",
            "oslo-service-crashed",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager ConnectionRefusedError: "
                "[Errno 111] Connection refused\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix="start the service that was asked, or correct its address",
    )
)
