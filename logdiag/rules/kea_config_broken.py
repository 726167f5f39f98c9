"""Kea does not take its configuration.

What it looks for: `DHCP4_CONFIG_LOAD_FAIL`, `DHCP4_INIT_FAIL`, `DHCP4_PARSER_FAIL`, `Syntax check failed
with: ...`, and no start since.

Why it fails a launch: at a start there is no DHCP server; at a reload the old configuration stays.

What to do: mend what the message names: file, line and column stand at its end.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.kea_database_unreachable import is_database as _is_database
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "


def _is_configuration(told: Mapping[str, str]) -> bool:
    """Whether the configuration itself is at fault, and not the database behind it."""
    return not _is_database(told)


rule = told(
    id="kea-config-broken",
    kinds={"kea.config_broken", "kea.conf_refused"},
    where=_is_configuration,
    mended_by={"kea.started"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="Kea on {where} does not take its configuration: {reason}",
    means=(
        "Kea read its configuration and refused it. At a start it then exits, and no guest gets "
        "an address; at a reload it goes on with the old one. A path that is refused: since 2.6.3 "
        "and 3.0 Kea takes only its own folders (logs under /var/log/kea, leases under "
        "/var/lib/kea, sockets in a folder of mode 750 that exists)."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="Kea does not take its configuration",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "kea-dhcp4 -t /etc/kea/kea-dhcp4.conf",
                (
                    ("an error", "mend that place"),
                    ("nothing", "it was mended: start Kea"),
                ),
            ),
        ),
    ),
    symptom_of=("kea-hook-refused",),
    fires=(
        (
            f"{_KEA}ERROR [kea-dhcp4.dhcp4.140] DHCP4_CONFIG_LOAD_FAIL configuration error using "
            f"file: /etc/kea/kea-dhcp4.conf, reason: subnet configuration failed\n"
        ),
    ),
    quiet=((f"{_KEA}INFO  [kea-dhcp4.dhcp4.140] DHCP4_STARTED Kea DHCPv4 server version 2.2.0 started\n"),),
    fix="mend the configuration at the place it names, and start Kea",
)
