"""Placement refused the scheduler's question for hosts.

What it looks for: `Failed to retrieve allocation candidates from placement API for filters: ... Got 400: ...`.

Why it fails a launch: the question itself is wrong, mostly by the flavor or the image: a trait or a resource class that
placement does not know. No host is looked for, and the launch ends as if none were left.

What to do: mend the flavor's or the image's properties, or make the trait that they name.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told


def _is_refused(fields: Mapping[str, str]) -> bool:
    """Whether placement said no to the question: of codes above 499 the server itself is at fault."""
    return fields["code"].startswith("4")


rule = told(
    id="nova-candidates-refused",
    kinds={"nova.candidates_refused"},
    subject="host",
    fields=("code", "reason"),
    where=_is_refused,
    title="Placement refused the scheduler's question for hosts: {reason}",
    means=(
        "The scheduler asks placement for hosts with what the flavor and the image want, and placement refused the"
        " question (HTTP {code}): {reason}. Mostly a trait (trait:NAME=required) or a resource class"
        " (resources:NAME) of the flavor or the image that it does not know. Hosts are not short of anything."
    ),
    severity="error",
    stage="scheduled",
    category="control.scheduler",
    says="placement refused the scheduler's question for hosts",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "openstack --os-placement-api-version 1.6 trait list | grep CUSTOM",
                (
                    (
                        "the trait is not there",
                        "make it (openstack trait create), and set it on the hosts that have it",
                    ),
                ),
            ),
            Ask(
                "openstack flavor show FLAVOR -c properties",
                (("trait: or resources: with that name", "correct it there"),),
            ),
        ),
    ),
    fires=(
        "2026-11-02 06:11:02.120 4711 ERROR nova.scheduler.client.report [req-1 - - - - -] [req-2] Failed to retrieve"
        " allocation candidates from placement API for filters: RequestGroup(resources={MEMORY_MB:512}) Got 400:"
        ' {"errors": [{"status": 400, "detail": "No such trait(s): CUSTOM_GPU."}]}.\n',
    ),
    quiet=(
        "2026-11-02 06:11:02.120 4711 ERROR nova.scheduler.client.report [req-1 - - - - -] [req-2] Failed to retrieve"
        " allocation candidates from placement API for filters: RequestGroup(resources={MEMORY_MB:512}) Got 502: Bad"
        " Gateway.\n",
    ),
    fix="correct the flavor's or the image's properties, or make the trait or resource class that they name",
)
