"""A processor of the host, or of a guest, did not get on for many seconds.

What it looks for: `BUG: soft lockup - CPU#3 stuck for 22s!`, `rcu_sched self-detected stall on CPU`.

Why it fails a launch: on a host: bugs of drivers or hardware; in a guest (its console): the host did not
give it time, for it is overloaded or the guest was paused.

What to do: load and steal time; the call trace; on a host that is overcommitted move guests away.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="cpu-stuck",
    kinds={"kernel.soft_lockup", "kernel.rcu_stall"},
    subject="host",
    noun="host",
    title="A processor of {where} did not get on for many seconds",
    means=(
        "The kernel's watchdog saw a processor that did nothing else for many seconds. In a guest's"
        " console it means that the"
        " host gave the guest no time (overloaded, or the guest was paused or migrated); on a host a"
        " driver or the hardware."
    ),
    severity="warning",
    stage="usable",
    category="compute.cpu",
    says="a processor did not get on for many seconds",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "vmstat 1 3",
                (
                    ("st above 10", "the host below is overloaded"),
                    ("r far above the number of processors", "this host is overloaded"),
                ),
            ),
        ),
    ),
    fires=(f"{_HEAD}watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [qemu-kvm:23662]\n",),
    quiet=(f"{_HEAD}kvm: Nested Virtualization enabled\n",),
    fix="move guests from an overloaded host; see the call trace for a driver",
)
