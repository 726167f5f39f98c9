"""Firecracker or Cloud Hypervisor could not start a machine.

What it looks for: `Firecracker panicked at`, `Internal error while starting microVM`, `Error booting VM`,
`Error creating VM`.

Why it fails a launch: the process ends or stays without a guest.

What to do: mend what the reason names.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="microvm-not-started",
        kinds={"microvm.not_started"},
        subject="host",
        fields=("reason",),
        title="Firecracker or Cloud Hypervisor on {where} did not start a machine: {reason}",
        means="It gave the start up with: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="Firecracker or Cloud Hypervisor could not start a machine",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "ls -l /dev/kvm",
                    (
                        ("No such file or directory", "no hardware virtualisation here"),
                        ("crw-rw----", "who runs it has to be in that group"),
                    ),
                ),
                Ask(
                    "grep -i huge /proc/meminfo",
                    (("HugePages_Free: 0", "no huge pages are left for guests that want them"),),
                ),
            ),
        ),
        fires=(
            "2026-11-22T06:16:00.775601118 [vm7:main:ERROR:src/firecracker/src/main.rs:91] "
            "Firecracker panicked at 'Error creating the Kvm object: Error(13)', "
            "src/vmm/src/vstate/system.rs:53:30\n",
            "Nov 22 06:16:00 nc01 cloud-hypervisor[925]: Error booting VM: "
            "VmBoot(KernelLoad(Elf(ReadKernelImage)))\n",
        ),
        quiet=(
            "2026-11-22T06:16:00.118004210 [vm7:main:INFO:src/firecracker/src/main.rs:50] Running "
            "Firecracker v0.25.2\n",
        ),
        fix="mend what the reason names and start it again",
    )
)
