"""OpenNebula cannot watch a host: no machine is placed on it.

What it looks for: `Error monitoring Host NAME (ID): REASON`, with no `successfully monitored` after it.

Why it fails a launch: a host in state ERROR takes no machines, and those that it runs become unknown.

What to do: libvirt on that host, ssh as oneadmin, ruby, the probes.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="opennebula-host-error",
        kinds={"opennebula.host_error"},
        subject="node",
        noun="host",
        nouns="hosts",
        fields=("reason",),
        mended_by={"opennebula.host_monitored"},
        title="OpenNebula cannot watch host {name}: {reason}",
        means="The host's probes did not come back well: {reason}.",
        severity="error",
        stage="scheduled",
        category="control.api",
        says="OpenNebula cannot watch a host",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "onehost list",
                    (
                        ("err", "it still is: run virsh list and the probes there as oneadmin"),
                        ("on", "it is back"),
                    ),
                ),
            ),
        ),
        fires=(
            "Sun Nov 22 06:16:00 2026 [Z0][ONE][E]: Error monitoring Host nc01 (27): Error executing "
            "probes\n",
        ),
        quiet=("Sun Nov 22 06:16:00 2026 [Z0][InM][D]: Host nc01 (27) successfully monitored.\n",),
        fix="mend what the reason names on that host",
    )
)
