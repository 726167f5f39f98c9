"""neutron-server lacks a program of Open vSwitch.

What it looks for: `FileNotFoundError: [Errno 2] No such file or directory: 'ovsdb-client'`.

Why it fails a launch: what it does by that program is left undone: stale MAC bindings stay in OVN.

What to do: install openvswitch-common.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-client-missing",
    kinds={"neutron.client_missing"},
    subject="path",
    noun="program",
    title="neutron-server on {where} lacks the program {name}",
    means=(
        "It is in the package openvswitch-common, which is not installed (bug 1960319). Floating "
        "addresses that move stay unreachable for a while."
    ),
    severity="warning",
    stage="usable",
    category="network.link",
    says="neutron-server lacks a program of Open vSwitch",
    telling=Telling(
        confidence="confirmed",
    ),
    fires=(
        (
            f"{_SERVER}Unexpected exception in notify_loop: FileNotFoundError: [Errno 2] No such "
            f"file or directory: 'ovsdb-client'\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="install openvswitch-common",
)
