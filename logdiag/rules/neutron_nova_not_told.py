"""neutron-server cannot tell nova that ports are wired.

What it looks for: `Failed to notify nova on events` and `Error response returned from nova`.

Why it fails a launch: nova waits for network-vif-plugged for 300 s and gives the instance up, though its
port is wired.

What to do: correct neutron's [nova] credentials and endpoint; see whether nova-api answers.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-nova-not-told",
    kinds={"neutron.nova_not_told"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="neutron-server cannot tell nova that ports are wired",
    means=(
        "The port was wired, but the call to nova-api (os-server-external-events) failed: wrong "
        "credentials or region in neutron.conf [nova], nova-api down or slow, or a certificate "
        "that is not trusted. Each new instance waits 300 s and fails."
    ),
    severity="error",
    stage="plugged",
    category="control.api",
    says="neutron-server cannot tell nova that ports are wired",
    telling=Telling(
        confidence="likely",
        rivals=(("the instance was deleted meanwhile (404)", "only single ports are hit"),),
        asks=(
            Ask(
                "curl -sS -m 5 http://NOVA-API:8774/",
                (
                    ("an answer", "look at user, password and region in neutron.conf [nova]"),
                    ("none", "nova-api is down"),
                ),
            ),
        ),
        hits_all=True,
    ),
    symptom_of=(
        "keystone-credentials",
        "keystone-endpoint-unreachable",
    ),
    fires=(
        (
            f"{_SERVER}Failed to notify nova on events: [{{'name': 'network-vif-plugged', "
            f"'server_uuid': '5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d'}}]\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="correct [nova] in neutron.conf, or bring nova-api back",
)
