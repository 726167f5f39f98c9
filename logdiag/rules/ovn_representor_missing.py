"""OVN finds no representor for a port that a card should switch.

What it looks for: ovn-controller's `No representor port found for lport`.

Why it fails a launch: the port of a guest with hardware offload is not plugged on that host: it has no network.

What to do: devlink dev eswitch show: the card must be in switchdev mode; compare MAC and number of the function.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVN = "2026-11-22T05:54:48.123Z|00031|vif_plug_representor|INFO|"

rule = told(
    id="ovn-representor-missing",
    kinds={"openvswitch.no_representor"},
    mended_by={"openvswitch.claimed"},
    subject="port",
    noun="port",
    fields=("mac", "function"),
    title="OVN on {where} finds no representor for {many}: {name}",
    means=(
        "The port is to be switched by the card, which shows each virtual function to the host as a representor, and"
        " there is none for function {function} of the card with MAC {mac}: the card is not in switchdev mode, has"
        " fewer functions, or the port's binding names another host's card. The port is not plugged."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="OVN finds no representor for a port that a card should switch",
    telling=Telling(
        confidence="likely",
        beyond="not known: which of these",
        rivals=(
            ("the driver was still loading, and it was found later", "the lport is claimed afterwards"),
        ),
        asks=(
            Ask(
                "devlink dev eswitch show",
                (
                    ("mode legacy", "set it to switchdev"),
                    ("mode switchdev", "compare MAC and function with devlink port"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_OVN}No representor port found for lport: 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d pf-mac: '94:6d:ae:1d:3b:2c'"
        " vf-num: '1'\n",
    ),
    quiet=(f"{_OVN}bridge br-int: added interface tap1d3b2c4a-5e on port 5\n",),
    fix="put the card into switchdev mode with enough functions, then restart ovn-controller",
)
