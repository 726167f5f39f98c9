"""A service that Eucalyptus needs is not running.

What it looks for: fault ERR-1008: `libvirtd is not running`.

Why it fails a launch: without libvirtd no instance starts; without the others volumes or networks fail.

What to do: start it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_FAULT = "  ERR-1003 2014-12-14 23:29:56Z "

rule = told(
    id="euca-service-down",
    kinds={"eucafault.daemon_down"},
    subject="daemon",
    noun="service",
    title="{name} is not running, says Eucalyptus",
    means="Eucalyptus looked for the process of {daemon} and found none.",
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a service that Eucalyptus needs is not running",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "pgrep -l {daemon}",
                (
                    ("nothing", "start it"),
                    ("a process", "it was started since"),
                ),
            ),
        ),
    ),
    fires=((f"{_FAULT}libvirtd is not running\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="start it, and see why it ended",
)
