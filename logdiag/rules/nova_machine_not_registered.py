"""systemd did not register the machine of an instance.

What it looks for: `error from service: CreateMachine: ...` in what ended a build.

Why it fails a launch: libvirt registers each guest with systemd-machined before it starts.

What to do: restart systemd-machined and dbus on the node; remove a scope that is left over.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-machine-not-registered",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    noun="instance",
    fields=("reason",),
    where=because("machined"),
    title=("{many} on {where} failed: systemd-machined did not register the machine: {reason}"),
    means=(
        "libvirt asked systemd (machined, over D-Bus) for the scope of the guest and got "
        "no answer or a refusal. machined, D-Bus or systemd itself hangs or is "
        "overloaded (old versions of systemd and dbus have known faults there), or a "
        "scope of an earlier guest of that name is left over. Other guests of the node "
        "will fail the same way while it lasts."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="systemd did not register the machine of an instance",
    state="failed",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "dbus or systemd-machined hangs",
                "its log at that second, or no answer to machinectl",
            ),
            (
                "a scope is left over from an earlier guest",
                "systemctl list-units machine-* shows it failed",
            ),
        ),
        asks=(
            Ask(
                "systemctl status systemd-machined dbus --no-pager",
                (
                    (
                        "not running, or errors",
                        "restart it: no guest starts without",
                    ),
                    (
                        "running",
                        ("systemctl reset-failed the scope that is left over; update systemd and dbus"),
                    ),
                ),
            ),
        ),
    ),
    symptom_of=("machined-refused",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: "
            "libvirt.libvirtError: error from service: CreateMachine: Activation of "
            "org.freedesktop.machine1 timed out\n"
        ),
    ),
    quiet=(
        ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
    ),
    fix="restart systemd-machined and dbus on the node, then launch again",
)
