"""Docker's own firewall rules are gone, and containers do not start.

What it looks for: `driver failed programming external connectivity ... iptables: No chain/target/match
by that name`.

Why it fails a launch: services of a cloud that run in containers (kolla) do not start.

What to do: restart docker: it writes its chains again.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told


def _is_firewall(told: Mapping[str, str]) -> bool:
    """Whether iptables refused docker's rule."""
    return "iptables failed" in told["reason"] or "iptables: No chain" in told["reason"]


rule = told(
    id="docker-rules-gone",
    kinds={"dockerd.request_failed"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=_is_firewall,
    title="docker on {where} could not publish a container's ports: its firewall rules are gone",
    means=(
        "docker keeps chains of its own in iptables. A firewall that was restarted or flushed "
        "(firewalld, nft, iptables-restore) threw them away: containers with published ports do "
        "not start until docker writes them again."
    ),
    severity="error",
    stage="requested",
    category="network.plug",
    says="docker's own firewall rules are gone",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "iptables -t nat -nL DOCKER",
                (
                    ("No chain", "restart docker"),
                    ("a list", "start the container again"),
                ),
            ),
        ),
    ),
    fires=(
        (
            'Nov 22 06:16:00 nc01 dockerd[2210]: time="2026-11-22T06:16:00.123456789Z" '
            'level=error msg="Handler for POST /v1.43/containers/nova_libvirt/start returned '
            "error: driver failed programming external connectivity on endpoint nova_libvirt "
            "(4f3df4):  (iptables failed: iptables: No chain/target/match by that name.\n"
        ),
    ),
    quiet=(
        (
            'Nov 22 06:16:00 nc01 dockerd[2210]: time="2026-11-22T06:16:00.123456789Z" '
            'level=error msg="Handler for POST /v1.43/containers/nova_libvirt/start returned '
            'error: No such container: nova_libvirt"\n'
        ),
    ),
    fix="systemctl restart docker, after the firewall",
)
