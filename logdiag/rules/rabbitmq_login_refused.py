"""RabbitMQ refused the login of a service.

What it looks for: `AMQPLAIN login refused: user '...' - invalid credentials`.

Why it fails a launch: that service gets no message; what is sent to it hangs.

What to do: find the service by the address in the line before, and compare its transport_url.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="rabbitmq-login-refused",
    kinds={"rabbitmq.login_refused"},
    subject="user",
    noun="user",
    title="RabbitMQ refused the login of user {name}",
    means=(
        "A service tried with a password or from a place that the broker does not accept. guest "
        "may only come from localhost; other users were given another password, or were lost "
        "when the broker was made anew."
    ),
    severity="error",
    stage="requested",
    category="control.messaging",
    says="RabbitMQ refused the login of a service",
    telling=Telling(
        asks=(
            Ask(
                "rabbitmqctl list_users",
                (
                    ("the user is missing", "add it"),
                    ("it is there", "rabbitmqctl authenticate_user with the password of transport_url"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120333+00:00 [error] <0.470.0> AMQPLAIN login refused: user 'nova' "
            "- invalid credentials\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120333+00:00 [info] <0.470.0> connection <0.470.0> "
            "(127.0.0.1:49302 -> 127.0.0.1:5672): user 'nova' authenticated and granted access to "
            "vhost '/'\n"
        ),
    ),
    fix="make password and permissions what transport_url says",
)
