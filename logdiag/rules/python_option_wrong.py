"""A service does not accept its configuration.

What it looks for: `ConfigFileValueError: Value for option ...`, `RequiredOptError`,
`ConfigFilesNotFoundError`, `ConfigFilesPermissionDeniedError`.

Why it fails a launch: a service that cannot read an option ends at its start, or fails where it needs
the option.

What to do: correct the option in the service's configuration and start it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="python-option-wrong",
        kinds={"python.option_wrong"},
        subject="program",
        noun="service",
        fields=("option", "reason"),
        title="{name} on {where} does not accept its configuration: {option} {reason}",
        means=(
            "oslo.config read the file and refused: the value is of another type than the "
            "option wants, a needed option has none, or the file is not there or may not be "
            "read by the service's user. The service does not start with that, or fails at "
            "the first use of the option."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="a service does not accept its configuration",
        telling=Telling(
            confidence="likely",
            asks=(
                Ask(
                    "oslo-config-validator --help",
                    (
                        (
                            "it is there",
                            "check the file with it, against the options of the service",
                        ),
                    ),
                ),
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova oslo_config.cfg.RequiredOptError: value "
                "required for option transport_url in group [DEFAULT]\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix=("correct the option in the configuration (neutron.conf, nova.conf ...) and start the service"),
    )
)
