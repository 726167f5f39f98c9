"""Eucalyptus' components do not have the same keys.

What it looks for: fault ERR-1009: `Mismatched cryptographical keys.`

Why it fails a launch: what one component says the other refuses: nodes are not heard, launches not sent.

What to do: register the component again, so that keys are copied.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_FAULT = "  ERR-1003 2014-12-14 23:29:56Z "

rule = told(
    id="euca-keys-differ",
    kinds={"eucafault.keys_differ"},
    subject="host",
    noun="host",
    title="Eucalyptus' components do not have the same keys",
    means=(
        "A message was signed with another key than the one on disk here: the component was "
        "installed anew, or registered at another cloud. Its messages are refused."
    ),
    severity="error",
    stage="requested",
    category="security",
    says="Eucalyptus' components do not have the same keys",
    telling=Telling(
        confidence="confirmed",
    ),
    fires=((f"{_FAULT}Mismatched cryptographical keys.\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="register the component again (euca_conf --register-...)",
)
