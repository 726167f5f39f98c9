"""Memory of the host is broken, and a process that used it was killed.

What it looks for: `Memory failure: ...: Sending SIGBUS to PROCESS due to hardware memory corruption`.

Why it fails a launch: a guest whose memory it was ends, or gets a machine check inside; the next one may get
the same page.

What to do: move guests away; find the DIMM (edac-util, the BMC) and replace it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="memory-broken",
    kinds={"kernel.memory_broken"},
    subject="process",
    noun="process",
    nouns="processes",
    title="Broken memory of {where} hit {name}",
    means=(
        "The hardware reported memory that it cannot correct, and the kernel sent SIGBUS to "
        "{process}, which had it mapped. Corrected errors are common and harmless; this one "
        "was not corrected."
    ),
    severity="error",
    stage="usable",
    category="hypervisor",
    says="memory of the host is broken, and a process that used it was killed",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: which module",
        asks=(
            Ask(
                "ras-mc-ctl --errors",
                (
                    (
                        "uncorrected",
                        "its label names the module",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kernel: [ 2200.12] Memory failure: 0x1f2a33: Sending SIGBUS to "
            "CPU 3/KVM:21110 due to hardware memory corruption\nNov 22 06:16:00 nc01 "
            "libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=(
        ("Nov 22 06:16:00 nc01 kernel: [ 2200.11] mce: [Hardware Error]: Machine check events logged\n"),
    ),
    fix="move guests away and replace the memory module",
)
