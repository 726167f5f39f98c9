"""LXD, Incus or LXC could not start an instance.

What it looks for: `Failed starting instance ... err="REASON"`, `Failed to auto start instance` and `Failed to spawn
container "NAME"`.

Why it fails a launch: these are the last words about that very instance.

What to do: the reason tells; lxc info --show-log NAME has the lines of LXC before it.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="container-not-started",
        kinds={
            "lxc.spawn_failed",
            "lxc.start_failed",
            "lxc.operation_failed",
            "lxc.instance_failed",
            "lxc.auto_failed",
        },
        subject="instance",
        fields=("reason",),
        title="LXD, Incus or LXC on {where} did not start {name}: {reason}",
        means=(
            "The start was given up: {reason}. More stands in lxc.log or qemu.log of the instance, "
            "first ERROR first."
        ),
        severity="error",
        stage="defined",
        category="hypervisor",
        says="LXD, Incus or LXC could not start an instance",
        symptom_of=(
            "container-network-failed",
            "machines-not-supported",
            "lxd-pool-not-loaded",
            "container-profile-missing",
            "container-hook-failed",
        ),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "lxc info --show-log {instance}",
                    (
                        (
                            "ERROR",
                            "the first of them is the reason",
                        ),
                    ),
                ),
            ),
        ),
        fires=(
            (
                'time="2026-11-22T06:12:02Z" level=error msg="Failed starting instance" action=start '
                'err="Failed to start device \\"eth0\\": Parent device \\"br-ext\\" doesn\'t exist" '
                "instance=web7\n"
            ),
            (
                "            lxc wedge4 20261122061200.701 ERROR    start - start.c:__lxc_start:1346 "
                '- Failed to spawn container "wedge4".\n'
            ),
        ),
        quiet=(
            ('time="2026-11-22T06:12:02Z" level=info msg="Starting instance" action=start instance=web7\n'),
        ),
        fix="mend what the reason names and start it again",
    )
)
