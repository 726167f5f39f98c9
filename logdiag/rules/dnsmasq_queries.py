"""dnsmasq cannot answer more questions for names.

What it looks for: `Maximum number of concurrent DNS queries reached (max: 150)`.

Why it fails a launch: guests have their address, but names do not resolve: cloud-init and package mirrors
fail.

What to do: see whether the servers upstream answer; raise dns-forward-max.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQD = "Nov 22 06:27:03 nc01 dnsmasq[23731]: "

rule = told(
    id="dnsmasq-queries",
    kinds={"dnsmasq.too_many_queries"},
    subject="host",
    noun="host",
    fields=("count",),
    title="dnsmasq on {where} cannot answer more questions for names ({count} are open)",
    means=(
        "All its open questions wait for the name servers upstream: they are not reached or slow,"
        " or guests ask in a loop. Launches succeed; what the guests do at their first boot may "
        "fail."
    ),
    severity="warning",
    stage="configured",
    category="network.link",
    says="dnsmasq cannot answer more questions for names",
    telling=Telling(
        confidence="possible",
        rivals=(("a short burst of guests that boot", "it is not told again"),),
        asks=(
            Ask(
                "dig +time=2 @127.0.0.1 example.org",
                (
                    ("time-out", "the servers upstream do not answer"),
                    ("an answer", "over by now"),
                ),
            ),
        ),
    ),
    fires=((f"{_MASQD}Maximum number of concurrent DNS queries reached (max: 150)\n"),),
    quiet=((f"{_MASQD}started, version 2.90 DNS disabled\n"),),
    fix="mend the name servers upstream, or raise dns-forward-max",
)
