"""Memory of the host is broken, and the process that used it was killed.

What it looks for: `Memory failure: 0x...: Sending SIGBUS to qemu-system-x86:PID due to hardware memory
corruption` (`Killing` before 4.2 or so).

Why it fails a launch: a guest whose memory lay there dies or gets the error handed on; the next one may
get the next broken page.

What to do: move guests away, find the module (EDAC, ipmitool sel list), replace it.
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
    fields=("page",),
    title="Broken memory on {where}: {name} was hit by an error that hardware could not correct",
    means=(
        "The kernel took a page of memory out of use (page {page}) after an error that ECC could "
        "not correct, and told the process that used it. A qemu hands it on to its guest, which "
        "mostly panics, or dies. It is no want of memory and no fault of the guest: a memory "
        "module of the host is failing."
    ),
    severity="error",
    stage="usable",
    category="compute.memory",
    says="memory of the host is broken",
    telling=Telling(
        beyond="not known: which module; EDAC or the machine log names it",
        asks=(
            Ask("ras-mc-ctl --errors", (("a DIMM with UE", "replace that module"),)),
            Ask("ipmitool sel list", (("Uncorrectable ECC", "the slot stands there"),)),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kernel: Memory failure: 0x5a31f0: Sending SIGBUS to "
            "qemu-system-x86:20417 due to hardware memory corruption\n"
        ),
        (
            "Nov 22 06:16:00 nc01 kernel: MCE 0x5a31f0: Killing qemu-kvm:20417 due to hardware "
            "memory corruption\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 kernel: mce: [Hardware Error]: Machine check events logged\n",),
    fix="move guests away and replace the module that EDAC or the machine log (SEL) names",
)
