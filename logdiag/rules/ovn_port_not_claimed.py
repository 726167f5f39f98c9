"""OVN does not give a port to the host that has its interface, as another host is asked for.

What it looks for: `Not claiming lport PORT, chassis A requested-chassis B`, and no claim of that port afterwards.

Why it fails a launch: the port stays down: nova waits in vain for it to be plugged, or the instance has no network.

What to do: compare the name that nova and neutron use for the host with the one that OVN has.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVN = "2026-11-22T05:54:48.123Z|00057|binding|INFO|"
_PORT = "1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d"
_REFUSED = f"{_OVN}Not claiming lport {_PORT}, chassis 7a9b0c requested-chassis hv2.example.org\n"

rule = told(
    id="ovn-port-not-claimed",
    kinds={"openvswitch.not_claimed"},
    mended_by={"openvswitch.claimed"},
    subject="port",
    fields=("new", "requested"),
    title="OVN on {where} leaves {many} down: {name} is meant for another host: {requested}",
    means=(
        "The interface is plugged here ({new}), and the port asks for the host {requested}. Mostly it is this host"
        " under another name: nova and neutron call it by one form of its name (short, or with its domain), and OVN's"
        " system-id or hostname has the other. While an instance is moved the host that it comes to says so too."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="OVN does not give a port to the host that has its interface, as another host is asked for",
    telling=Telling(
        confidence="possible",
        rivals=(("the instance is being moved to this host", "a claim of the port follows on this host"),),
        asks=(
            Ask(
                "ovn-sbctl --columns=name,hostname list Chassis",
                (
                    (
                        "no hostname like {requested}",
                        "the names differ: set external_ids:hostname to nova's name",
                    ),
                    (
                        "one with that name, another host",
                        "the instance belongs there: a left-over, or a move",
                    ),
                ),
            ),
        ),
    ),
    fires=(_REFUSED,),
    quiet=(f"{_OVN}Claiming lport {_PORT} for this chassis.\n",),
    fix="make OVN's hostname of this host (ovs-vsctl set open . external_ids:hostname=) the one that nova has",
)
