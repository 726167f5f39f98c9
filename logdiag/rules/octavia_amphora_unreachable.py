"""Octavia does not reach an amphora.

What it looks for: `Connection retries (currently set to N) exhausted. The amphora is unavailable`,
`Amphora compute instance failed to become reachable`.

Why it fails a launch: the instance runs, but octavia cannot configure it: the load balancer goes to
ERROR.

What to do: try port 9443 of the amphora from the octavia worker: management network, security group,
console of the amphora.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="octavia-amphora-unreachable",
    kinds={"octavia.amphora_unreachable"},
    subject="host",
    noun="host",
    fields=("reason",),
    title=("octavia on {where} does not reach an amphora over the management network"),
    means=(
        "octavia talks to the agent in the amphora on port 9443 over lb-mgmt-net. The "
        "amphora may not have booted or got no address (its console tells), the security "
        "group or a firewall may block 9443, the worker may have no way into lb-mgmt-net "
        "(o-hm0 missing or without address), or the certificates do not fit."
    ),
    severity="error",
    stage="configured",
    category="network.plug",
    says="octavia does not reach an amphora",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the amphora did not boot, or without an address",
                "its console log",
            ),
            (
                "the worker has no interface in lb-mgmt-net",
                "ip -br address shows no o-hm0",
            ),
        ),
        asks=(
            Ask(
                "ip -br address show o-hm0",
                (
                    (
                        "no address, or no such interface",
                        "restore the way into lb-mgmt-net",
                    ),
                    (
                        "an address",
                        "try the amphora's port 9443, then its console log",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=("certificate-expired", "certificate-not-trusted"),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR "
            "octavia.amphorae.drivers.haproxy.rest_api_driver [-] Connection retries "
            "(currently set to 120) exhausted.  The amphora is unavailable. Reason: "
            "HTTPSConnectionPool(host='172.24.0.31', port=9443): Max retries exceeded\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix=(
        "restore the way to the amphora (lb-mgmt-net, security group, port 9443), then "
        "fail the load balancer over"
    ),
)
