"""Xen's toolstack could not make a domain.

What it looks for: errors of libxl (`libxl: error: libxl_create.c:...`), as xl prints and logs them.

Why it fails a launch: xl gives a domain up with them. The first of them is the reason, those below say what it led to.

What to do: mend what the reason names; /var/log/xen has the log of the domain's qemu.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="xen-start-failed",
        kinds={"xen.error", "xen.not_made"},
        subject="host",
        fields=("reason",),
        title="Xen on {where} did not make a domain: {reason}",
        means="libxl gave the domain up: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="Xen's toolstack could not make a domain",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            rivals=(
                ("the error is of a domain that was being destroyed", "xl list shows the others running"),
            ),
            asks=(
                Ask(
                    "xl info | grep free_memory",
                    (
                        (
                            "less than the domain asks for",
                            "memory: shrink dom0 (xl mem-set 0) or the domain",
                        ),
                    ),
                ),
                Ask(
                    "tail -n 20 /var/log/xen/qemu-dm-GUEST.log",
                    (("a line of qemu", "that is why its device model ended"),),
                ),
            ),
        ),
        fires=(
            "libxl: error: libxl_mem.c:573:libxl__domain_need_memory: Not enough free memory\n",
            "libxl: error: libxl_dm.c:3131:device_model_spawn_outcome: Domain 5:domain 5 device model: spawn"
            " failed (rc=-3)\n",
        ),
        quiet=("(XEN) Xen version 4.17.2 (Debian 4.17.2-1)\n",),
        fix="mend what the reason names and create the domain again",
    )
)
