"""MAAS gave the deployment of a machine up.

What it looks for: `Status transition from DEPLOYING to FAILED_DEPLOYMENT`, `Marking node failed`, `Error
changing power state`.

Why it fails a launch: the machine was allocated and never came up with its system.

What to do: the machine's events in MAAS; its power driver; PXE, DHCP and the console of the machine.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="maas-deploy-failed",
        kinds={"maas.deploy_failed", "maas.power_failed"},
        subject="node",
        noun="machine",
        fields=("reason",),
        title="MAAS gave up on {name}",
        means="MAAS marked the machine as failed: {reason}.",
        severity="error",
        stage="usable",
        category="control.api",
        says="MAAS gave the deployment of a machine up",
        symptom_of=("maas-region-unreached", "maas-dhcp-not-started"),
        telling=Telling(
            confidence="likely",
            beyond="not known: where the deployment stopped; the machine's console and its events in MAAS "
            "tell",
            rivals=(
                ("the machine never booted from the network", "no tftp or http request of it in rackd.log"),
                ("it booted and its installer failed", "the installation's output in MAAS has an error"),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 maas1 maas.node: [info] nuc2: Status transition from DEPLOYING to "
            "FAILED_DEPLOYMENT\n",
        ),
        quiet=(
            "Nov 22 06:16:00 maas1 maas.node: [info] nuc2: Status transition from DEPLOYING to DEPLOYED\n",
        ),
        fix="mend its power driver, its network boot or what its installer names, then deploy again",
    )
)
