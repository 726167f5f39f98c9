"""ovn-controller was not told how to tunnel.

What it looks for: `Need to specify an encap type and ip`, three times and more, and no port claimed after it.

Why it fails a launch: without both the host does not enter itself as a chassis: no port of a guest is wired there,
and neutron binds none to it.

What to do: set ovn-encap-type and ovn-encap-ip (and ovn-remote) in the external_ids of Open_vSwitch.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVN = "2026-11-22T05:54:48.123Z|00008|chassis|INFO|"

rule = told(
    id="ovn-encap-missing",
    kinds={"openvswitch.encap_missing"},
    mended_by={"openvswitch.claimed"},
    subject="host",
    times=3,
    title="ovn-controller on {where} was not told the type and address of its tunnels (encap)",
    means=(
        "ovn-controller reads ovn-encap-type and ovn-encap-ip from external_ids in the local Open vSwitch database,"
        " and they are not set (or what sets them, an agent or a script of the installation, has not run or failed)."
        " Until then the host is no chassis: no guest's port is wired on it."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="ovn-controller was not told how to tunnel",
    telling=Telling(
        confidence="likely",
        beyond="not known: why they were not set",
        rivals=(("they were set a little later", "ovn-sbctl show lists this host"),),
        asks=(
            Ask(
                "ovs-vsctl get Open_vSwitch . external_ids",
                (
                    ("no ovn-encap-ip or ovn-encap-type", "set them: what should have done it failed"),
                    ("both are there", "it was mended since: ovn-sbctl show must list this host"),
                ),
            ),
        ),
    ),
    fires=(f"{_OVN}Need to specify an encap type and ip\n" * 3,),
    quiet=(f"{_OVN}Need to specify an encap type and ip\n",),
    fix="ovs-vsctl set Open_vSwitch . external_ids:ovn-encap-type=geneve external_ids:ovn-encap-ip=ADDRESS",
)
