"""Keystone refused a service's own credentials.

What it looks for: `Identity server rejected authorization`,
`keystoneauth1.exceptions.http.Unauthorized`, `Neutron client was not able to generate a valid admin
token`.

Why it fails a launch: one service cannot speak to the next: ports, images and volumes are refused in the
midst of a launch.

What to do: try the same user and password by hand.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="keystone-credentials",
        kinds={"keystone.service_credentials_refused"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="Keystone refused the credentials of a service: {name}",
        means=(
            "The service's own user and password (in [keystone_authtoken], [neutron], [placement], "
            "[glance] ...) are wrong, expired, disabled, or the project or domain is misspelt. It "
            "is not the user's token: nobody's request to this service can be checked."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="keystone refused a service's own credentials",
        telling=Telling(
            asks=(
                Ask(
                    "openstack user list --domain default",
                    (
                        ("the service user is missing or disabled", "make or enable it"),
                        ("there", "its password in the configuration is wrong"),
                    ),
                ),
            ),
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Identity server "
                "rejected authorization\n"
            ),
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.network.neutron "
                "keystoneauth1.exceptions.http.Unauthorized: The request you have made requires "
                "authentication. (HTTP 401) (Request-ID: req-3879a1e8-56cf-4880-8119-c800d76df4e8)\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Authorization "
                "failed for token\n"
            ),
        ),
        fix=(
            "correct user, password, project and domain in the section of the configuration, and "
            "restart the service"
        ),
    )
)
