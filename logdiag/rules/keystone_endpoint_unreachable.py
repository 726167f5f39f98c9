"""A service could not reach another one.

What it looks for: `keystoneauth1.exceptions.connection.ConnectFailure: Unable to establish connection to
URL`, `ConnectTimeout`, `DiscoveryFailure`, `Connection to neutron failed`.

Why it fails a launch: a launch needs all of them in turn.

What to do: look at the service behind that port.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="keystone-endpoint-unreachable",
        kinds={"keystone.endpoint_unreachable", "keystone.identity_unreachable"},
        mended_by={"nova.spawned"},
        subject="program",
        noun="service",
        fields=("url", "reason"),
        title="{name} on {where} could not reach another service: {url}",
        means=(
            "The address in the catalogue or the configuration did not answer: 5000 or 35357 is "
            "keystone, 9696 neutron, 8778 placement, 9292 glance, 8776 cinder, 8774 nova. That "
            "service, or the balancer before it, is down or out of reach."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="a service could not reach another one",
        telling=Telling(
            asks=(
                Ask(
                    "openstack endpoint list",
                    (
                        ("the address is wrong", "correct it"),
                        ("right", "the service behind it is down: start it"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        symptom_of=(
            "database-unreachable",
            "database-connections",
            "database-galera",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.network.neutron "
                "keystoneauth1.exceptions.connection.ConnectFailure: Unable to establish connection to "
                "http://controller:9696/v2.0/networks: HTTPConnectionPool(host='controller', "
                "port=9696): Max retries exceeded\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.network.neutron "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Updating "
                "instance_info_cache with network_info: []\n"
            ),
        ),
        fix="start that service, or correct its endpoint",
    )
)
