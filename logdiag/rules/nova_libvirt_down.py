"""Nova-compute lost its connection to libvirt.

What it looks for: `Connection to libvirt failed: ...`, `Connection to libvirt lost`, `Connection event
'0'`, `Connection to the hypervisor is broken on host`; over with `Connection event '1'`.

Why it fails a launch: every machine is made through libvirt.

What to do: look at libvirtd and what ended it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="nova-libvirt-down",
        kinds={"nova.libvirt_gone"},
        mended_by={"nova.libvirt_back", "nova.spawned"},
        subject="program",
        noun="service",
        fields=("reason",),
        title="nova-compute on {where} has lost libvirt: {reason}",
        means=(
            "libvirtd (or virtqemud) on the node is down, hung or was restarted; until nova-compute "
            "has it back no machine can be made there, and the service disables itself."
        ),
        severity="error",
        stage="defined",
        category="hypervisor",
        says="nova-compute lost its connection to libvirt",
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "systemctl status libvirtd",
                    (
                        ("failed or inactive", "start it; its journal says why it ended"),
                        ("active", "it hangs: virsh list takes for ever"),
                    ),
                ),
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.virt.libvirt.host "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Connection to "
                "libvirt failed: Failed to connect socket to '/var/run/libvirt/libvirt-sock': "
                "Connection refused: libvirt.libvirtError: Failed to connect socket to "
                "'/var/run/libvirt/libvirt-sock': Connection refused\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:09.120 4711 INFO nova.virt.libvirt.driver "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Connection event "
                "'1' reason 'None'\n"
            ),
        ),
        fix="start libvirtd; restart nova-compute if it does not come back",
    )
)
