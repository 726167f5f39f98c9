"""eucanetd could not set firewall or isolation rules.

What it looks for: `could not apply new rules`, `could not complete update of VM network isolation rules
after 60 retries`, `could not open sys dir for read`.

Why it fails a launch: security groups or layer-2 isolation of new instances are not in force; at least
one instance of this node has no machine.

What to do: see the lines before it; find the instance by its MAC in nc.log.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-rules-not-applied",
    kinds={"eucanetd.rules_not_applied", "eucanetd.isolation_given_up", "eucanetd.interfaces_not_read"},
    subject="host",
    noun="host",
    title="eucanetd could not set rules for the instances of its node",
    means=(
        "'after 60 retries': an instance of this node's list has no tap, for a minute or more: "
        "its machine was never started, or is gone (while images are fetched it is normal). "
        "'could not apply new rules': iptables-restore refused them."
    ),
    severity="warning",
    stage="plugged",
    category="network.plug",
    says="eucanetd could not set firewall or isolation rules",
    telling=Telling(
        confidence="possible",
        rivals=(("the instance is still being staged", "nc.log: its start is younger than that"),),
    ),
    fires=((f"{_EUCA}could not apply new rules: check above log errors for details\n"),),
    quiet=((f"{_EUCA}retry (42): could not complete update of VM network isolation rules: retrying\n"),),
    fix="see the lines before it",
)
