"""ovn-controller waits for another version of OVN.

What it looks for: `controller version - X mismatch with northd version - Y`.

Why it fails a launch: with ovn-match-northd-version set it changes nothing until versions agree: new
ports on this host are not wired.

What to do: bring both to one version.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"

rule = told(
    id="ovn-versions-differ",
    kinds={"openvswitch.versions_differ"},
    subject="host",
    noun="host",
    fields=(
        "version",
        "northd_version",
    ),
    title="ovn-controller ({version}) waits for ovn-northd ({northd_version}) to have its version",
    means=(
        "The host is set to follow no other version (ovn-match-northd-version=true): "
        "ovn-controller takes no changes from the southbound database, so that ports of new "
        "instances on this host are never wired."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="ovn-controller waits for another version of OVN",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ovs-vsctl get Open_vSwitch . external_ids:ovn-match-northd-version",
                (
                    ("true", "finish the upgrade, or set it to false"),
                    ("none", "it was changed meanwhile"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_OVS}controller version - 22.03.2-20.21.0-61.4 mismatch with northd version - "
            f"22.03.0-20.21.0-58.3\n"
        ),
    ),
    quiet=((f"{_OVS}bridge br-int: added interface tap0a1b2c3d-4e on port 5\n"),),
    fix="bring ovn-controller and ovn-northd to one version",
)
