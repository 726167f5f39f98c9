"""The agent in an amphora refused what octavia asked.

What it looks for: `Amphora agent returned unexpected result code N with response ...`.

Why it fails a launch: the instance runs and is reached, but is not configured: the load balancer goes to
ERROR.

What to do: read the details: mostly an amphora image that does not fit octavia's release.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="octavia-amphora-error",
    kinds={"octavia.amphora_error"},
    subject="host",
    noun="host",
    fields=("count", "reason"),
    title=("The agent in an amphora answered octavia on {where} with an error: {reason}"),
    means=(
        "The amphora was booted and reached, and its agent failed at what it was told: "
        "plugging the VIP, bringing up an interface, starting haproxy. The details in "
        "the response name the command that failed inside the amphora. A file or script "
        "not found means an amphora image of another release than octavia: the image "
        "lacks what this agent calls."
    ),
    severity="error",
    stage="configured",
    category="cloud-init",
    says="the agent in an amphora refused what octavia asked",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the amphora image does not fit the release",
                "a file not found in the details; another image works",
            ),
            (
                "the network of the VIP is at fault",
                "an address or interface in the details",
            ),
        ),
        asks=(
            Ask(
                "openstack image list --tag amphora",
                (
                    (
                        "an image of another release",
                        "build or download one of octavia's own release",
                    ),
                    (
                        "it fits",
                        "log into the amphora: /var/log/amphora-agent.log",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR octavia.amphorae.drivers.haproxy.exceptions "
            "[-] Amphora agent returned unexpected result code 500 with response {'message': "
            "'Error plugging VIP', 'details': 'Failed to bring up eth1.'}\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix=(
        "mend what the details name (mostly by an amphora image of octavia's own "
        "release), then fail the load balancer over"
    ),
)
