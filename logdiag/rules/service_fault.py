"""A service of OpenStack met a fault of its own: Python's error, not a reason of its work.

What it looks for: `AttributeError: ...`, `TypeError: ...`, `UnboundLocalError: ...` at the end of a traceback of one of
OpenStack's loggers.

Why it fails a launch: the request that was worked on ends there, whatever it was.

What to do: compare the release and its libraries with what is known of them; the traceback has the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from logdiag.context import Context
from logdiag.reasons import REASONED
from logdiag.rules.rule import Ask, Judged, Rule, Telling
from logdiag.rules.told import told
from logdiag.services import SOME_SERVICE, service_of


def _is_of_openstack(fields: Mapping[str, str]) -> bool:
    program = fields.get("program", "")
    return bool(service_of(program)) or program.startswith(("oslo_messaging.", "oslo.messaging."))


def _named(rule: Rule) -> Rule:
    """The same rule, which says the service in place of the logger that spoke."""
    return replace(rule, judge=partial(_judge, rule.judge))


def _judge(judge: Callable[[Any, Context], Any], state: Any, context: Context) -> Iterator[Judged]:
    for judged in judge(state, context):
        logger = judged.values["program"]
        yield replace(judged, title=judged.title.replace(logger, service_of(logger) or SOME_SERVICE, 1))


rule = _named(
    told(
        id="service-fault",
        kinds={"python.fault"},
        mended_by={"nova.spawned", "nova.built"},
        subject="program",
        noun="service",
        fields=("reason",),
        where=_is_of_openstack,
        title="{name} on {where} met a fault of its own: {reason}",
        means=(
            "The traceback ends with an error of Python and not with a reason of the service: a fault of that release,"
            " a library of another version than it wants, a message that came before the service was ready, or"
            " something that it was given is missing or empty. The request that was worked on ended there."
        ),
        severity="warning",
        stage="requested",
        category="control.api",
        says="a service of OpenStack met a fault of its own (an error of Python)",
        telling=Telling(
            confidence="possible",
            beyond="not known: whether a launch was behind it",
            rivals=(
                ("it came once, while the service was starting", "it does not come again"),
                (
                    "libraries of another version than the service wants",
                    "pip check, or packages of two releases",
                ),
            ),
            asks=(
                Ask(
                    "openstack server list --all-projects --status ERROR",
                    (
                        ("an instance of that minute", "openstack server show of it: its fault"),
                        ("none", "no instance fell with it"),
                    ),
                ),
            ),
        ),
        symptom_of=(
            *REASONED,
            "nova-build-failed",
            "nova-api-error",
            "nova-instance-error",
            "nova-libvirt-down",
            "guest-start-failed",
            "glance-store-failed",
            "glance-image-unreadable",
            "cinder-create-failed",
            "cinder-backend-refused",
            "heat-resource-failed",
            "octavia-build-failed",
            "ironic-node-failed",
            "neutron-mechanism-failed",
            "neutron-agent-loop-failed",
            "neutron-dhcp-failed",
            "neutron-router-failed",
            "oslo-service-crashed",
            "oslo-no-reply",
            "oslo-broker-unreachable",
            "database-unreachable",
            "python-module-missing",
            "service-request-failed",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR oslo_messaging.rpc.server AttributeError: 'NoneType' object has "
                "no attribute 'refresh_firewall'\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"
                "2026-11-02 06:11:02.120 4711 ERROR my.own.program AttributeError: 'NoneType' object has no "
                "attribute 'id'\n"
            ),
        ),
        fix="compare the release and its libraries with what is known of them, and restart the service",
    )
)
