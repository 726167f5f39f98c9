"""A hook library of Kea refused its settings, or could not be loaded: Kea does not take its configuration.

What it looks for: `HA_CONFIGURATION_FAILED`, `HOOKS_OPEN_ERROR`, `HOOKS_INCORRECT_VERSION`, `..._LOAD_ERROR`, and no
start since.

Why it fails a launch: Kea takes its configuration whole or not at all: it exits, and no guest gets an address.

What to do: mend what the hook names; for high availability this-server-name is one of the peers' names.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "

rule = told(
    id="kea-hook-refused",
    kinds={"kea.hook_refused"},
    mended_by={"kea.started"},
    subject="host",
    fields=("reason",),
    title="Kea on {where} does not start: a hook library refused its settings: {reason}",
    means=(
        "A library that Kea loads (high availability, a database, a script) refused: {reason}. Kea then refuses its"
        " whole configuration and says that hooks failed to load, which sounds as if a file were missing. 'no peer"
        " configuration specified' means that this-server-name is none of the names under peers."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="a hook library of Kea refused its settings, or could not be loaded",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "kea-dhcp4 -t /etc/kea/kea-dhcp4.conf",
                (("an error", "mend that place"), ("nothing", "it was mended: start Kea")),
            ),
        ),
    ),
    fires=(
        f"{_KEA}ERROR [kea-dhcp4.ha-hooks.140] HA_CONFIGURATION_FAILED failed to configure High Availability hooks"
        " library: no peer configuration specified for the 'server1'\n",
        f"{_KEA}ERROR [kea-dhcp4.hooks.140] HOOKS_OPEN_ERROR failed to open hook library"
        " /usr/lib/kea/hooks/libdhcp_ha.so: cannot open shared object file: No such file or directory\n",
    ),
    quiet=(
        f"{_KEA}INFO  [kea-dhcp4.hooks.140] HOOKS_LIBRARY_CLOSED hooks library"
        " /usr/lib/kea/hooks/libdhcp_ha.so successfully closed\n",
    ),
    fix="mend the settings of the hook that is named, and start Kea",
)
