"""Services: which service of OpenStack a logger belongs to, so that findings name `nova-compute` and no module of it.

Libraries (oslo.messaging, keystonemiddleware, `root`) speak within any service: where one service alone is known on a
host they are it, else they stay unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from logdiag.context import Context
from logdiag.rules.folds import Steps
from logdiag.rules.rule import Judged, Rule
from logdiag.rules.told import TOLD

SOME_SERVICE = "a service of OpenStack"
# The first that begins a logger's name has it.
_LOGGERS = (
    ("nova.compute.api", "nova-api"),
    ("nova.compute", "nova-compute"),
    ("nova.virt", "nova-compute"),
    ("nova.conductor", "nova-conductor"),
    ("nova.scheduler", "nova-scheduler"),
    ("nova.filters", "nova-scheduler"),
    ("nova.api", "nova-api"),
    ("nova.osapi", "nova-api"),
    ("nova.console", "nova-novncproxy"),
    ("neutron.agent.dhcp", "neutron-dhcp-agent"),
    ("neutron.agent.l3", "neutron-l3-agent"),
    ("neutron.agent.metadata", "neutron-metadata-agent"),
    ("neutron.agent.ovn.metadata", "neutron-ovn-metadata-agent"),
    ("neutron.plugins.ml2.drivers.openvswitch.agent", "neutron-openvswitch-agent"),
    ("neutron.plugins.openvswitch.agent", "neutron-openvswitch-agent"),
    ("neutron.plugins.ml2.drivers.linuxbridge.agent", "neutron-linuxbridge-agent"),
    ("neutron.plugins.linuxbridge.agent", "neutron-linuxbridge-agent"),
    ("neutron.plugins.ml2.drivers.agent", "neutron-linuxbridge-agent"),
    ("neutron.plugins", "neutron-server"),
    ("neutron.api", "neutron-server"),
    ("neutron.db", "neutron-server"),
    ("neutron.services", "neutron-server"),
    ("cinder.volume.api", "cinder-api"),
    ("cinder.volume", "cinder-volume"),
    ("cinder.scheduler", "cinder-scheduler"),
    ("cinder.api", "cinder-api"),
    ("octavia.controller.worker", "octavia-worker"),
    ("octavia.controller.healthmanager", "octavia-health-manager"),
    ("octavia.controller.housekeeping", "octavia-housekeeping"),
    ("ironic.conductor", "ironic-conductor"),
    ("ironic.drivers", "ironic-conductor"),
    ("ironic.api", "ironic-api"),
    ("heat.engine", "heat-engine"),
    ("glance", "glance-api"),
    ("keystone.", "keystone"),
    ("placement", "placement"),
)
_OF_A_PROJECT = re.compile(
    r"(nova|neutron|quantum|cinder|glance|keystone|heat|magnum|octavia|ceilometer|manila|ironic|barbican|designate|trove)(?:[-.]|$)"
)
_BINARY = re.compile(r"[a-z]+(-[a-z]+){1,3}")


def service_of(logger: str) -> str:
    """The service a logger or a tag belongs to; its project where that is all one can tell; "" for a library."""
    known = next((service for start, service in _LOGGERS if logger.startswith(start)), None)
    if known is not None:
        return known
    project = _OF_A_PROJECT.match(logger)
    if project is None:
        return ""
    return logger if _BINARY.fullmatch(logger) else project[1]


class _ByService:
    """What a fold kept by host and program, with the service in place of the logger."""

    def __init__(self, state: Any) -> None:
        self._state = state

    def items(self) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Key and value; a key may come again, since several loggers are one service."""
        rows = list(self._state.items())
        known: dict[str, set[str]] = {}
        for key, _ in rows:
            known.setdefault(key[0], set()).update(filter(None, (service_of(key[1]),)))
        for key, value in rows:
            others = known[key[0]]
            alone = next(iter(others)) if len(others) == 1 else SOME_SERVICE
            name = "" if _is_cure(value) else service_of(key[1]) or alone
            yield (key[0], name, *key[2:]), value


def _is_cure(value: Any) -> bool:
    """Whether nothing was told here but that all is well again: it is so for all services of the host."""
    return isinstance(value, Steps) and not value.of(TOLD)


def by_service(rule: Rule) -> Rule:
    """The same rule about programs, speaking of services."""
    return replace(rule, judge=partial(_judge, rule.judge))


def _judge(judge: Callable[[Any, Context], Any], state: Any, context: Context) -> Iterator[Judged]:
    yield from judge(_ByService(state), context)
