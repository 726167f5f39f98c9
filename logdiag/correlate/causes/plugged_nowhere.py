"""A guest's tap that is in no bridge, in another one, or down: what the guest asks reaches no DHCP server.

Told by lists of links, beside what virsh says the guest is plugged into. A guest that got a lease is plugged well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from logdiag.correlate.case import Case, many
from logdiag.correlate.causes.cause import Cause, check, listed_cause, word
from logdiag.correlate.interfaces import is_tap
from logdiag.correlate.joins import Plugged, Seen, links_by_name, plugged
from logdiag.documents.host_values import Links, bridges_of
from logdiag.report.values import Claim, Confidence, Evidence, Rival

# The device of Open vSwitch's kernel switch is the master of all its ports.
SWITCHES = frozenset({"ovs-system"})


class _Tap(NamedTuple):
    """A tap with its trouble; `evidence` are the lines that tell of it, `is_sure` where virsh names its bridge."""

    name: str
    trouble: str
    evidence: tuple[Evidence, ...]
    is_sure: bool
    instance: str


def explain(case: Case) -> Iterator[Cause]:
    """One incident for each sort of trouble."""
    taps = tuple(_troubled(case))
    for trouble in dict.fromkeys(tap.trouble for tap in taps):
        yield _cause(case, trouble, [tap for tap in taps if tap.trouble == trouble])


def _troubled(case: Case) -> Iterator[_Tap]:
    links = links_by_name(case.context)
    if not links:
        return
    plugs = {one.plug.interface: one for one in plugged(case.context) if one.plug.interface}
    for name in sorted({*plugs, *(name for name in links if is_tap(name))}):
        plug = plugs.get(name)
        if plug and _got_a_lease(case, plug.plug.mac):
            continue
        seen = links.get(name, ())
        found = _trouble(case, name, plug, seen)
        if found:
            trouble, told = found
            lines = [case.document_line(one.document, one.link.line) for one in seen[:2]]
            if plug:
                lines.append(case.document_line(plug.document, plug.plug.line))
            instance = case.identities.name_of(plug.plug.mac) if plug and plug.plug.domain else ""
            yield _Tap(name, trouble, tuple(lines), told, instance)


def _got_a_lease(case: Case, mac: str) -> bool:
    return any(client.mac == mac and client.did("leased") for client in case.context.clients)


def _trouble(
    case: Case, name: str, plug: Plugged | None, seen: tuple[Seen, ...]
) -> tuple[str, bool] | None:
    """What is wrong with a tap, and whether that is sure; None if nothing is seen to be."""
    masters = {one.link.master for one in seen if one.links.tells_masters}
    if len(masters) > 1:
        return None  # lists of two hosts, or of two moments
    wanted = plug.plug.source if plug and plug.plug.type == "bridge" else ""
    if masters and masters <= {""} and (plug is None or plug.plug.type in ("bridge", "network")):
        # Routed networks (Calico) have no bridge either, and name their taps tap..; libvirt's own are vnet..
        return ("in no bridge", plug is not None) if plug or name.startswith("vnet") else None
    if not masters and wanted and _is_left_out(case, name, wanted):
        return "in no bridge", True
    if wanted and masters and not masters & {wanted, *SWITCHES} and "" not in masters:
        return f"a port of {min(masters)} and not of {wanted}", True
    if any(one.link.is_set_down for one in seen):
        return "down (nobody set it up)", True
    return ("down (no machine holds it open)", False) if any(_is_unheld(one) for one in seen) else None


def _is_left_out(case: Case, name: str, bridge: str) -> bool:
    """Whether a list of the ports of that very bridge is without it."""
    lists = [one.content for one in case.context.documents if isinstance(one.content, Links)]
    return any(
        one.of_bridges and bridge in bridges_of(one) and all(row.name != name for row in one.rows)
        for one in lists
    )


def _is_unheld(one: Seen) -> bool:
    return one.link.is_down and "NO-CARRIER" in one.link.flags


def _cause(case: Case, trouble: str, taps: list[_Tap]) -> Cause:
    names = [tap.name for tap in taps]
    sure: Confidence = "likely" if all(tap.is_sure for tap in taps) else "possible"
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    is_one = len(names) == 1
    ids = tuple(sorted({tap.instance for tap in taps if tap.instance}))
    first = word(names[0], "vnet0")
    return listed_cause(
        name=f"tap-{_slug(trouble)}",
        title=f"{'tap' if is_one else 'taps'} {shown} {'is' if is_one else 'are'} {trouble}:"
        f" what {_guests(len(names))} reaches no DHCP server",
        stage="addressed",
        category="network.plug",
        severity="error" if sure == "likely" else "warning",
        claim=f"The list of links has {'it' if is_one else many(len(names), 'tap')} so.",
        evidence=tuple(line for tap in taps[:2] for line in tap.evidence),
        host="",
        ids=ids,
        beyond="not known: who took the tap out, or never put it in",
        rivals=_rivals(trouble),
        checks=(
            check(
                f"ip -d link show {first}",
                ("master and state UP", "it is plugged by now: the list was of another moment"),
                ("no master, or DOWN", "it is so still: libvirtd.log and the agent's log say who did it"),
            ),
        ),
        fix=("stop the machine and start it again: libvirt plugs its taps anew",),
        more=tuple(_silence(case, {one.plug.interface: one for one in plugged(case.context)}, taps)),
        confidence=sure,
    )


def _guests(count: int) -> str:
    return "its guest asks" if count == 1 else "their guests ask"


def _slug(trouble: str) -> str:
    if trouble.startswith("down"):
        return "down" if "nobody" in trouble else "unheld"
    return "in-no-bridge" if trouble == "in no bridge" else "in-another-bridge"


def _rivals(trouble: str) -> tuple[Rival, ...]:
    moment = Rival("the list was made while the machine was being started or stopped", "make it again")
    if trouble == "in no bridge":
        return (
            moment,
            Rival("the network is routed, and has no bridge at all", "ip route has the guest's address"),
        )
    return (moment, Rival("the machine is off or paused, and its tap was left", "virsh -r list --all"))


def _silence(case: Case, plugs: Mapping[str, Plugged], taps: list[_Tap]) -> Iterator[Claim]:
    """What a DHCP server's log adds: that it never heard of them."""
    macs = {plug.plug.mac for tap in taps if (plug := plugs.get(tap.name))}
    heard = {client.mac for client in case.context.clients}
    if macs and case.context.runs and not macs & heard:
        yield Claim("dhcpd's log has no line of their MACs.")
