"""The message broker refused the login of a service.

What it looks for: `ACCESS_REFUSED - Login was refused`, `NOT_ALLOWED - vhost ... not found`, `closed the
connection. Check login credentials`.

Why it fails a launch: a service that is not let in gets no request; builds sent to it hang.

What to do: compare transport_url with the users and vhosts that RabbitMQ has.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service


def _is_login(told: Mapping[str, str]) -> bool:
    """Whether the broker let the service not in: unreachable ones have other reasons."""
    reason = told["reason"]
    return ("refused" in reason and "Errno" not in reason) or any(
        words in reason for words in ("ACCESS_REFUSED", "NOT_ALLOWED", "vhost", "Socket closed")
    )


rule = by_service(
    told(
        id="oslo-broker-login",
        kinds={"oslo.broker_refused_login", "oslo.broker_closed", "oslo.broker_unreachable"},
        mended_by={"oslo.broker_back"},
        subject="program",
        noun="service",
        fields=("reason",),
        where=_is_login,
        title="The message broker did not let {where} in: {reason}",
        means=(
            "RabbitMQ answered and refused: user, password or virtual host in transport_url are not "
            "those it knows. After a password was changed in one place only, or a broker was made "
            "anew without its users, every service that still has the old one is cut off."
        ),
        severity="error",
        stage="requested",
        category="control.messaging",
        says="the message broker refused the login of a service",
        telling=Telling(
            asks=(
                Ask(
                    "rabbitmqctl list_users",
                    (
                        ("the user is missing", "add it: it was lost with the broker"),
                        ("it is there", "the password: rabbitmqctl authenticate_user"),
                    ),
                ),
                Ask("rabbitmqctl list_vhosts", (("the vhost is missing", "add it and its permissions"),)),
            ),
            hits_all=True,
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR oslo.messaging._drivers.impl_rabbit [-] Unable to "
                "connect to AMQP server on controller:5672 after 3 tries: (0, 0): (403) ACCESS_REFUSED "
                "- Login was refused using authentication mechanism AMQPLAIN. For details see the "
                "broker logfile.\n"
            ),
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.conductor.manager amqp.exceptions.NotAllowed: "
                "Connection.open: (530) NOT_ALLOWED - vhost nova not found\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO oslo.messaging._drivers.impl_rabbit [-] Connected to "
                "AMQP server on controller:5672\n"
            ),
        ),
        fix=(
            "make user, password, vhost and permissions in RabbitMQ what transport_url says, or the "
            "other way round"
        ),
    )
)
