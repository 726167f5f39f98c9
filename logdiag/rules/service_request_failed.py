"""A service of OpenStack was asked for something, failed, and said why in its own last words.

What it looks for: `Exception during message handling: REASON`, and the exceptions of nova, cinder, octavia,
manila, magnum, heat, ironic, glance, designate and their clients at the end of a traceback. What was deleted
meanwhile is left out.

Why it fails a launch: a launch is a chain of such requests; where one fails, what asked for it fails too.

What to do: mend what the reason names; where it was handed on, look into the log of the service it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from logdiag.context import Context
from logdiag.reasons import REASONED
from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Judged, Rule, Telling
from logdiag.rules.told import told
from logdiag.services import SOME_SERVICE, by_service

# Somebody deleted it, or its state changed, while it was worked on: that is the end of a request, not a trouble.
_OVERTAKEN = re.compile(
    r"(?:Instance|Port|Volume|VolumeAttachment|Snapshot|Server|FloatingIP|LoadBalancer|Stack|Entity|Node|Allocation"
    r"|InstanceInfoCache|InstanceAction|PciDevice|Token)(?:ById)?NotFound"
    r"|Unexpected(?:Deleting)?TaskState|InstanceInvalidState|InstanceIsLocked|ObjectDeleted|StaleDataError"
    r"|NodeLocked|PortNotFoundClient|NotFound_Remote|[Dd]eleted|already being"
)
# What was tried was no launch, or goes on without.
_ASIDE = re.compile(
    r"delet|detach|unplug|clean|remov|revert|notif|ignor|skip|retry|try again|tear ?down|terminat|stats"
    r"|can not be written",
    re.IGNORECASE,
)
_PROJECTS = (
    "nova|neutron|cinder|glance|keystone|heat|magnum|octavia|manila|ironic|designate|barbican|trove|sahara"
)
_MODULE = r"(?:\.[a-z_0-9]{1,40}){0,4}$"
_ALONE = re.compile(rf"(?:\[instance: [^\]]+\] )?({_PROJECTS})(?:client|_lib|auth1)?{_MODULE}")
_BEHIND = re.compile(rf": ({_PROJECTS}){_MODULE}")
_FIRST = re.compile(rf"({_PROJECTS})[_.a-z]")


def _project(fields: Mapping[str, str]) -> str:
    """The project of OpenStack whose own exception this is; "" for any other program's."""
    task = fields.get("task", "")
    found = (_ALONE.match(task) or _BEHIND.search(task)) if task else _FIRST.match(fields.get("reason", ""))
    return found[1] if found else ""


def _counts(fields: Mapping[str, str]) -> bool:
    reason, task = fields.get("reason", ""), fields.get("task", "")
    if task and (not _project(fields) or _ASIDE.search(task)):
        return False
    return bool(reason) and not _OVERTAKEN.search(reason)


def _named(rule: Rule) -> Rule:
    """The same rule, which says the project's name where the logger is a library's."""
    return replace(rule, judge=partial(_judge, rule.judge))


def _judge(judge: Callable[[Any, Context], Any], state: Any, context: Context) -> Iterator[Judged]:
    for judged in judge(state, context):
        project = _project(judged.values)
        title = judged.title.replace(SOME_SERVICE, project) if project else judged.title
        yield replace(judged, title=title)


rule = by_service(
    _named(
        refused(
            told(
                id="service-request-failed",
                kinds={"oslo.request_failed", "oslo.exception_told"},
                mended_by={"nova.spawned", "nova.built"},
                subject="program",
                noun="service",
                fields=("reason", "task"),
                where=_counts,
                title="{name} on {where} could not do what it was asked: {reason}",
                means=(
                    "The service was given a task, failed and says why; what waits for it (an instance, a volume, a"
                    " load balancer, a cluster) fails with it."
                ),
                severity="warning",
                stage="requested",
                category="control.api",
                says="a service of OpenStack could not do what it was asked, with the reason",
                telling=Telling(
                    confidence="possible",
                    beyond="not known: whether a launch was behind it",
                    rivals=(
                        (
                            "the reason was handed on and lies in another service",
                            "the log of the service that the reason names has an error of the same second",
                        ),
                        ("it was asked again and went well", "the same request id ends well later"),
                    ),
                    asks=(
                        Ask(
                            "openstack server list --all-projects --status ERROR",
                            (
                                ("an instance of that minute", "openstack server show of it: its fault"),
                                (
                                    "none",
                                    "no instance fell with it: look at volumes, stacks, load balancers",
                                ),
                            ),
                        ),
                    ),
                ),
                symptom_of=(
                    *REASONED,
                    "nova-build-failed",
                    "nova-no-valid-host",
                    "nova-no-candidates",
                    "nova-filtered-out",
                    "nova-hosts-exhausted",
                    "nova-quota-exceeded",
                    "nova-api-error",
                    "nova-instance-error",
                    "nova-libvirt-down",
                    "nova-placement-unreachable",
                    "nova-resources-not-reported",
                    "nova-host-not-mapped",
                    "nova-move-failed",
                    "nova-vif-not-plugged",
                    "guest-start-failed",
                    "guest-died-at-start",
                    "cinder-create-failed",
                    "cinder-no-space",
                    "cinder-driver-down",
                    "cinder-backend-refused",
                    "cinder-iscsi-login",
                    "volume-not-made",
                    "volume-group-full",
                    "lvm-group-missing",
                    "glance-store-failed",
                    "glance-store-full",
                    "glance-image-unreadable",
                    "heat-resource-failed",
                    "octavia-build-failed",
                    "octavia-amphora-error",
                    "octavia-amphora-unreachable",
                    "ironic-bmc-unreachable",
                    "ironic-image-refused",
                    "ironic-node-failed",
                    "ironic-node-silent",
                    "keystone-credentials",
                    "keystone-endpoint-missing",
                    "keystone-endpoint-unreachable",
                    "keystone-tokens-refused",
                    "neutron-bind-failed",
                    "neutron-mechanism-failed",
                    "neutron-no-address",
                    "neutron-no-vlan",
                    "neutron-physical-network",
                    "neutron-agent-loop-failed",
                    "neutron-dhcp-failed",
                    "neutron-router-failed",
                    "oslo-broker-login",
                    "oslo-broker-unreachable",
                    "oslo-broker-name-unknown",
                    "oslo-no-reply",
                    "oslo-service-crashed",
                    "database-unreachable",
                    "database-connections",
                    "database-login",
                    "database-galera",
                    "database-pool-empty",
                    "database-schema",
                    "http-server-unreachable",
                    "certificate-not-trusted",
                    "certificate-expired",
                    "service-command-failed",
                    "python-command-refused",
                    "python-executable-missing",
                    "python-file-denied",
                    "python-file-missing",
                    "python-module-missing",
                    "python-option-wrong",
                    "python-peer-unreached",
                    "python-privsep-refused",
                    "namespace-broken",
                    "no-space-left",
                    "name-unknown",
                    "iscsid-missing",
                ),
                fires=(
                    (
                        "2026-11-02 06:11:02.120 4711 ERROR oslo_messaging.rpc.server "
                        "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Exception during "
                        "message handling: manila.exception.NetworkException: Subnet None could not be found.\n"
                    ),
                    (
                        "2026-11-02 06:11:02.120 4711 ERROR magnum.conductor.handlers.cluster_conductor "
                        "magnum.common.exception.TrustCreateFailed: Failed to create trust for trustee 4711.\n"
                    ),
                ),
                quiet=(
                    (
                        "2026-11-02 06:11:02.120 4711 ERROR oslo_messaging.rpc.server "
                        "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Exception during "
                        "message handling: nova.exception.InstanceNotFound: Instance "
                        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 could not be found.\n"
                    ),
                ),
                fix="mend what the reason names, then ask again",
            )
        )
    )
)
