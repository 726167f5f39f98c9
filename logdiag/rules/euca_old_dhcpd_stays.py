"""eucanetd could not stop the dhcpd of before.

What it looks for: `failed to kill previous dhcp daemon`, and no restart that worked since.

Why it fails a launch: the old dhcpd with the old list of hosts keeps the port: new instances are refused.

What to do: remove the stale pid file, kill the old dhcpd.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_ELATER = "2014-12-14 23:30:56  INFO | "

rule = told(
    id="euca-old-dhcpd-stays",
    kinds={"eucanetd.dhcpd_not_killed"},
    mended_by={"eucanetd.dhcpd_restarted", "eucanetd.dhcp_processed"},
    subject="host",
    noun="host",
    title="eucanetd could not stop the dhcpd of before",
    means=(
        "The pid file names no dhcpd (or another process). If the old one still runs it serves by"
        " its old list, and the new one finds the port taken."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.server",
    says="eucanetd could not stop the dhcpd of before",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "it was dead already, and the new one serves",
                "pgrep shows one dhcpd, younger than this line",
            ),
        ),
        asks=(
            Ask(
                "pgrep -lf dhcpd",
                (
                    ("one, older than euca-dhcp.conf", "kill it; eucanetd starts a new one"),
                    ("one, younger", "fine"),
                ),
            ),
        ),
    ),
    fires=((f"{_EUCA}failed to kill previous dhcp daemon\n"),),
    quiet=((f"{_ELATER}dhcp config processed in 3.14 ms.\n"),),
    fix="kill the old dhcpd, remove its pid file",
)
