"""A back end of cinder is not initialized.

What it looks for: `Failed to initialize driver.`, `Volume driver ... not initialized`, `driver is
uninitialized`, `volume service is down`.

Why it fails a launch: no volume is made or attached there.

What to do: read the traceback at the start of cinder-volume.log.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="cinder-driver-down",
        kinds={"cinder.driver_not_initialized", "cinder.service_down"},
        mended_by={"cinder.driver_ready"},
        subject="backend",
        noun="back end",
        fields=("driver", "reason"),
        title="A back end of cinder does not work: {name}",
        means=(
            "The driver could not be set up when cinder-volume started: a volume group, pool or "
            "array that is not there, wrong credentials, or a missing library. The service runs and "
            "calls itself down."
        ),
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="a back end of cinder is not initialized",
        symptom_of=(
            "lvm-group-missing",
            "lvm-pool-damaged",
            "ceph-pool-missing",
            "cinder-ceph-unreachable",
        ),
        telling=Telling(
            confidence="confirmed",
            asks=(
                Ask(
                    "openstack volume service list",
                    (("down", "mend what the traceback names, then restart cinder-volume"),),
                ),
                Ask("vgs", (("the volume group is missing", "make or activate it"),)),
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR cinder.service [-] Manager for service "
                "cinder-volume ctl1@lvm is reporting problems, not sending heartbeat. Service will "
                'appear "down".\n'
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO cinder.volume.manager [-] Driver initialization "
                "completed successfully.\n"
            ),
        ),
        fix="mend what the traceback names and restart cinder-volume",
    )
)
