"""Many requests came with tokens that keystone does not accept.

What it looks for: `Authorization failed for token`, five times or more.

Why it fails a launch: such requests are answered with 401; long builds fail in the midst when their
token runs out.

What to do: compare clocks and fernet keys of the controllers.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="keystone-tokens-refused",
        kinds={"keystone.token_refused"},
        subject="program",
        noun="service",
        times=5,
        title="Many requests came with tokens that keystone does not accept",
        means=(
            "Single ones are ordinary: tokens expire. Many mean that a client goes on with an old "
            "one, that the clocks of controllers differ, that fernet keys are not the same on all "
            "of them, or that memcached or keystone lost tokens."
        ),
        severity="warning",
        stage="requested",
        category="control.api",
        says="many requests came with tokens that keystone does not accept",
        telling=Telling(
            confidence="possible",
            rivals=(
                (
                    "expired tokens of a client that does not renew them",
                    "always the same user in the lines",
                ),
                ("fernet keys differ between controllers", "about every second or third request fails"),
            ),
            asks=(
                Ask(
                    "timedatectl",
                    (
                        ("not synchronized", "mend the clock first"),
                        ("synchronized", "compare /etc/keystone/fernet-keys on all controllers"),
                    ),
                ),
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:01.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Authorization "
                "failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token "
                "authorization failed\n"
                "2026-11-02 06:11:02.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Authorization "
                "failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token "
                "authorization failed\n"
                "2026-11-02 06:11:03.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Authorization "
                "failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token "
                "authorization failed\n"
                "2026-11-02 06:11:04.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Authorization "
                "failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token "
                "authorization failed\n"
                "2026-11-02 06:11:05.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Authorization "
                "failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token "
                "authorization failed\n"
                "2026-11-02 06:11:06.120 4711 WARNING keystonemiddleware.auth_token "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Authorization "
                "failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token "
                "authorization failed\n"
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
            "bring clocks and fernet keys together; let clients renew tokens; set "
            "service_token_roles_required and service tokens for long builds"
        ),
    )
)
