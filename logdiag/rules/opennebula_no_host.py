"""OpenNebula's scheduler found no host for a machine.

What it looks for: `Cannot schedule VM, there is no suitable host`, `Cannot dispatch VM to any Host`.

Why it fails a launch: the machine stays pending.

What to do: onehost list: hosts in error or off, free CPU and memory; the requirements of the template; free
leases of its network.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="opennebula-no-host",
    kinds={"opennebula.no_host"},
    subject="host",
    fields=("instance", "rest"),
    title="OpenNebula's scheduler found no host for a machine",
    means=(
        "No host fits: not enough CPU or memory left, no host that its requirements "
        "(SCHED_REQUIREMENTS) and its cluster"
        " let through, a datastore that has no room or is not in that cluster, no free lease in "
        "its network, or hosts in"
        " error that do not count. The machine stays pending."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="OpenNebula's scheduler found no host for a machine",
    telling=Telling(
        confidence="likely",
        beyond="not known: which of these; the scheduler's log names a reason for each host it discarded",
        asks=(
            Ask(
                "onehost list",
                (
                    ("err or off", "that host does not count: see why"),
                    ("no free CPU or memory", "capacity is used up"),
                ),
            ),
            Ask("onevnet list", (("LEASES as many as addresses", "no lease is free"),)),
        ),
    ),
    fires=(
        "Sun Nov 22 06:16:00 2026 [Z0][SCHED][D]: Cannot dispatch VM to any Host. Possible "
        "reasons: Not enough capacity in Host or System DS, dispatch limit reached, or limit of "
        "free leases reached.\n",
    ),
    quiet=("Sun Nov 22 06:16:00 2026 [Z0][VM][I]: New LCM state is PROLOG\n",),
    fix="bring hosts back, free or add capacity, or loosen the requirements of the template",
)
