"""LXD or Incus could not bring a storage pool up.

What it looks for: `Failed loading storage pool`, `Failed mounting storage pool`, `Failed initializing storage
pool` with the reason.

Why it fails a launch: no instance whose disk is in that pool starts.

What to do: mend what the reason names, then restart the daemon.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="lxd-pool-not-loaded",
        kinds={"lxc.pool_failed"},
        subject="pool",
        noun="storage pool",
        fields=("reason",),
        title="LXD or Incus on {where} could not bring its storage pool {name} up: {reason}",
        means="The daemon could not bring a storage pool up: {reason}. No instance with a disk in it starts.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="LXD or Incus could not bring a storage pool up",
        symptom_of=("kernel-module-missing",),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask("lxc storage list", (("UNAVAILABLE", "it is still down"), ("CREATED", "it is back"))),
            ),
        ),
        fires=(
            'time="2026-11-22T06:12:28Z" level=error msg="Failed loading storage pool" err="Required '
            "tool 'zpool' is missing\" pool=default\n",
        ),
        quiet=('time="2026-11-22T06:12:28Z" level=info msg="Initializing storage pools"\n',),
        fix="mend what the reason names, then restart the daemon",
    )
)
