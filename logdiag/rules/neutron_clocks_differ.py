"""The clock of an agent's host differs from neutron-server's.

What it looks for: `Message received from the host: HOST ... has a timestamp ... differs ... by N
seconds`.

Why it fails a launch: a report that seems old makes the agent dead, and nothing is bound to its host.

What to do: let chrony or ntpd set the clock.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-clocks-differ",
    kinds={"neutron.clocks_differ"},
    subject="node",
    noun="host",
    fields=(
        "seconds",
        "server_time",
    ),
    title="The clock of {name} differs from neutron-server's by {seconds} s",
    means=(
        "neutron-server judges agents by the time in their reports. {node} is off by {seconds} s,"
        " more than agent_down_time allows, so that its agents are held for dead though they "
        "work, and no port is bound there."
    ),
    severity="error",
    stage="plugged",
    category="clock",
    says="an agent's clock differs from neutron-server's",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "chronyc tracking",
                (
                    ("Leap status: Not synchronised", "mend its servers"),
                    ("Normal", "look on the other host"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_SERVER}Message received from the host: cmp07 during the registration of Open "
            f"vSwitch agent has a timestamp: 2026-11-22T05:54:48. This differs from the current "
            f"server timestamp: 2026-11-22T05:50:01 by 287 seconds, which is more than the "
            f"threshold agent down time: 75.\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="set the clock (chrony)",
)
