"""dhcpd on a host exited by its own words, and no other run of it is seen to serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from logdiag.context import named
from logdiag.correlate.case import Case, clock, stamp
from logdiag.correlate.causes.cause import Cause, check, conf_path, short
from logdiag.correlate.interfaces import is_bridge, is_tap
from logdiag.correlate.lives import Afterwards, Death, afterwards, deaths
from logdiag.correlate.reckon import Reckoned
from logdiag.report.values import (
    Bar,
    Check,
    Claim,
    Confidence,
    Explains,
    Incident,
    Picture,
    Rival,
    Status,
    Verdict,
)
from logdiag.rules.dhcpd_exited import UNTOLD
from logdiag.rules.rule import Judged

LISTENING = "dhcpd-not-listening"
EXITED = "dhcpd-exited"
NOT_CONFIGURED = "dhcpd.not_configured"
SHOWN = 3


@dataclass(frozen=True)
class _View:
    case: Case
    judged: Judged
    rule: str
    death: Death
    after: Afterwards

    @property
    def host(self) -> str:
        return self.judged.host

    @property
    def found_no_interface(self) -> bool:
        return self.rule == LISTENING

    @cached_property
    def taps(self) -> Reckoned | None:
        return self.case.context.taps.get(self.host) if len(self.death.run.names) else None

    @property
    def is_over(self) -> bool:
        return self.after.status == "over"

    @property
    def looks_unconfigured(self) -> bool:
        """Whether this is what a package says that nobody configured yet: no subnet for the host's own address,
        and neither tap, bridge nor client in sight."""
        names, conf = list(self.death.run.names), self.case.context.conf
        for_guests = any(is_tap(name) or is_bridge(name) for name in names)
        own = names and all(name in self.death.run.addressed for name in names)
        asked = bool(self.case.clients_on(self.host)) or conf is not None
        return self.found_no_interface and bool(own) and not for_guests and not asked

    @property
    def is_bystander(self) -> bool:
        """Whether such a package is all there is: no hypervisor, no cloud and no list of instances beside it."""
        listed = self.case.context.instances or self.case.context.servers or self.case.context.requested
        # Asked last, since the logs are read for it once more.
        return self.looks_unconfigured and not listed and set(self.case.launchers) <= {"dhcpd"}

    @property
    def confidence(self) -> Confidence:
        """Confirmed by its own last words to the end; less if another run may serve on, or the end is not told."""
        if self.after.before is not None and not self.is_over:
            return "possible"
        run = self.death.run
        # What has listened can not find nothing to listen on: the line may be another's.
        if self.looks_unconfigured or (self.found_no_interface and run.serves):
            return "possible"
        whole = (
            run.mark("dhcpd.exiting") is not None
            and run.started is not None
            and not run.is_cut
            and self.death.is_told
        )
        return "confirmed" if whole else "likely"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host and rule, unless the death is noise beside a run that serves on."""
    for rule in (LISTENING, EXITED):
        for judged in case.of(rule):
            ours = [
                d
                for d in deaths(case.context, judged.host)
                if (d.kind == NOT_CONFIGURED) == (rule == LISTENING)
            ]
            if judged.role == "cause" and ours:
                yield _cause(
                    _View(case, judged, rule, ours[-1], afterwards(case.context, judged.host, ours[-1]))
                )


def _cause(view: _View) -> Cause:
    incident = _incident(view)
    verdict = _over(view, incident) if view.is_over else _verdict(view, incident)
    hits_all = not view.is_over and view.confidence != "possible"
    return Cause(incident, verdict, _picture(view), hits_all=hits_all, is_note=view.is_bystander)


def _what(view: _View) -> str:
    if view.found_no_interface:
        return "it found no interface to listen on and exited"
    return f'it exited at its start: "{view.death.text}"' if view.death.is_told else f"it exited, {UNTOLD}"


def _verdict(view: _View, incident: Incident) -> Verdict:
    host, at = view.host, clock(view.death.at)
    if view.looks_unconfigured:
        text = f"dhcpd on {named(host)} is not configured for any interface: {_named(view)}, and no subnet fits."
        doubt = (
            "POSSIBLE that guests are hit, none is seen: a fresh install that nobody configured says just this,"
            " and is harmless."
        )
    elif view.confidence == "possible":
        text = f"A start of dhcpd on {named(host)} failed at {at}: {_what(view)}."
        doubt = "Whether the one that served before serves on: NOT KNOWN, nothing is seen of it later."
    else:
        text = f"dhcpd on {named(host)} serves nobody: {_what(view)}."
        words = "its own last words" if view.death.is_told else "its closing lines"
        doubt = f"{view.confidence.upper()} by {words} at {at}. {_hit(view)}"
    brief = (
        f"{named(host)}: dhcpd serves nobody since {at}. {view.confidence.upper()}.",
        f"Next: {incident.checks[0].command}",
    )
    return Verdict(text, doubt, view.confidence, incident.status, incident.id, brief)


def _over(view: _View, incident: Incident) -> Verdict:
    serving = view.after.serving
    assert serving is not None
    text = f"It is over: dhcpd on {named(view.host)} failed to start at {clock(view.death.at)}, and serves since"
    return Verdict(
        f"{text} {clock(serving.first)}.",
        f"{view.confidence.upper()} by its own words, both times. Why it failed the first time: NOT KNOWN.",
        view.confidence,
        "over",
        incident.id,
        (
            f"{named(view.host)}: over. dhcpd failed at {clock(view.death.at)},"
            f" and serves since {clock(serving.first)}.",
        ),
    )


def _hit(view: _View) -> str:
    taps = view.taps
    if taps is None:
        return f"Every guest on {named(view.host)} that needs a new address is hit."
    about = "" if taps.how == "exact" else "about "
    return f"Every machine on {named(view.host)} is hit: {about}{taps.taps} taps were up."


def _incident(view: _View) -> Incident:
    host = view.host
    status: Status = view.after.status
    category = "dhcp.server" if view.found_no_interface else "dhcp.config"
    return Incident(
        id=f"dhcpd-serves-nobody@{host}" if view.found_no_interface else f"dhcpd-exited@{host}",
        fingerprint=f"{'dhcpd-serves-nobody' if view.found_no_interface else 'dhcpd-exited'}:{category}",
        title=f"dhcpd on {named(host)} {'served' if view.is_over else 'serves'} nobody: {_what(view)}",
        category=category,
        stage="addressed",
        severity="warning" if view.confidence == "possible" else "error",
        confidence=view.confidence,
        status=status,
        hosts=(host,) if host else (),
        first=stamp(view.judged.first),
        last=stamp(view.death.at),
        at_least=False,
        causes=(f"{view.rule}@{host}",),
        symptoms=(f"dhcpd-no-subnet@{host}",) if view.case.on("dhcpd-no-subnet", host) else (),
        explains=Explains(_explained(view)),
        supports=tuple(_supports(view)),
        against=tuple(_against(view)),
        rivals=_rivals(view),
        why_beyond=_beyond(view),
        checks=_checks(view),
        fix=_mend(view),
        time_left=_time_left(view),
    )


def _explained(view: _View) -> int:
    """Guests that surely have no server: those whose taps are counted."""
    taps = view.taps
    return (
        taps.taps
        if taps
        and taps.how == "exact"
        and not view.is_over
        and view.found_no_interface
        and view.confidence != "possible"
        else 0
    )


def _supports(view: _View) -> Iterator[Claim]:
    case, death = view.case, view.death
    last = case.context.spans[view.host].end
    ends = last.time // 1_000_000 == death.at.time // 1_000_000
    later = " The log ends in that second: started again since? NOT KNOWN." if ends else ""
    closing = death.run.mark("dhcpd.exiting")
    if death.is_told or closing is None:
        yield Claim(f"dhcpd said so and exited.{later}", (case.line(death.at),))
    else:
        yield Claim(f"dhcpd wrote its closing lines and exited.{later}", (case.line(closing),))
    errors = [
        speech.marks["dhcpd.config_error"]
        for speech in death.run.speeches
        if "dhcpd.config_error" in speech.marks
    ]
    if errors:
        yield Claim("It named the place in its file first.", (case.line(errors[0][1]),))
    conf = case.context.conf
    if conf and view.found_no_interface and conf[1].subnets:
        subnet = conf[1].subnets[0]
        yield Claim(
            f"It serves {subnet.name}, but no interface with such an address was up: it names {_named(view)}.",
            (case.document_line(conf[0], subnet.line),),
        )
    elif view.found_no_interface and len(death.run.names):
        yield Claim(
            f"It names {_named(view)}.",
            (case.line(death.run.speeches[0].first_named[1]),) if death.run.speeches[0].first_named else (),
        )


def _named(view: _View) -> str:
    """What the run named without a subnet: families of numbered interfaces as spans, the rest one by one."""
    names, addressed = view.death.run.names, view.death.run.addressed
    if not len(names):
        return "none at all"
    told = [f"{name} ({addressed[name][0]})" for name in addressed]
    spans = []
    for prefix in sorted(names.bits):
        bare = [number for number in names.numbers(prefix) if f"{prefix}{number}" not in addressed]
        if bare:
            spans.append(
                f"{prefix}{bare[0]} to {prefix}{bare[-1]}"
                if len(bare) > 2
                else " and ".join(f"{prefix}{number}" for number in bare)
            )
    spans += sorted(names.others - addressed.keys())
    if not spans:
        return " and ".join(told[:SHOWN])
    without = f"{', '.join(spans[:SHOWN])} without an IPv4 address"
    return f"{' and '.join(told[:SHOWN])}, and {without}" if told else without


def _against(view: _View) -> Iterator[Claim]:
    if view.after.before is not None and not view.is_over:
        place = view.case.line(view.after.before.first)
        yield Claim("An earlier dhcpd served on this host and was not seen to end.", (place,))
    elif not view.death.run.is_cut and not view.is_over and view.death.is_told:
        yield Claim("nothing. The log is whole: no lines dropped.")


def _rivals(view: _View) -> tuple[Rival, ...]:
    if view.looks_unconfigured:
        never = "the package was installed and never configured: it is expected until a subnet is written"
        return (Rival(never, "dhcpd.conf has no subnet statement"),)
    if view.confidence != "possible":
        return ()
    return (
        Rival(
            "the dhcpd that served before serves on",
            "pgrep -lf dhcpd: a process older than the failed start",
        ),
    )


def _beyond(view: _View) -> str:
    if view.found_no_interface:
        return "whether the bridge was missing, down, or without its address is not known"
    if not view.death.is_told:
        return "why it exited is not known: the line that tells stands before its closing lines, and is not here"
    return "what wrote the file so is not known"


def _checks(view: _View) -> tuple[Check, ...]:
    host = view.host
    alive = check(
        "pgrep -lf dhcpd",
        ("nothing", "still down, next line"),
        ("a process", "it came back, this page is out of date"),
        host=host,
    )
    if not view.found_no_interface:
        path = conf_path(view.case, host, "/etc/dhcp/dhcpd.conf")
        tried = check(
            f"dhcpd -t -cf {path}", ("an error", "mend that line"), ("none", "start dhcpd again"), host=host
        )
        return (alive, tried)
    conf = view.case.context.conf
    if conf is None or not conf[1].subnets:
        bridges = check(
            "ip -br addr",
            ("no bridge with an address", "give it one"),
            ("one", "dhcpd.conf lacks its subnet"),
            host=host,
        )
        return (alive, bridges)
    prefix = _prefix(conf[1].subnets[0].network, conf[1].subnets[0].netmask)
    return (
        alive,
        check(
            f"ip -br addr | grep -F ' {prefix}'",
            ("nothing", "the bridge lost its address, see TO MEND"),
            ("a bridge", "it came late: start dhcpd again"),
            host=host,
        ),
    )


def _prefix(network: str, netmask: str) -> str:
    """The whole octets that every address of a network begins with: "172.31."."""
    whole = sum(octet == "255" for octet in netmask.split("."))
    return ".".join(network.split(".")[:whole]) + "." if 0 < whole < 4 else network


def _mend(view: _View) -> tuple[str, ...]:
    if not view.found_no_interface:
        return ("mend what dhcpd names, then start it again",) if view.death.is_told else ()
    conf = view.case.context.conf
    if conf and conf[1].from_eucalyptus:
        return (
            "give the bridge of VNET_BRIDGE in /etc/eucalyptus/eucalyptus.conf its address back, then"
            " service eucanetd restart",
        )
    return ("give the bridge an address in a declared subnet, then start dhcpd again",)


def _time_left(view: _View) -> str:
    conf = view.case.context.conf
    if conf is None or conf[1].default_lease_time is None or view.is_over:
        return ""
    hours = conf[1].default_lease_time / 3600
    return (
        f"Machines that hold a lease keep it: leases are for {hours:g} h"
        f" ({short(conf[0].name)}:{conf[1].default_lease_time_line}), so the first renewals fail after {hours / 2:g} h,"
        f" the first addresses go after {hours:g} h. New machines get none now."
    )


def _picture(view: _View) -> Picture:
    taps = view.taps
    if taps is None:
        return Picture()
    about = "" if taps.how == "exact" else "about "
    none = "no DHCP server" if not view.is_over else "for a time"
    return Picture(
        bars=(Bar("plugged", f"{about}{taps.taps}", taps.taps), Bar("addressed", "0", 0, none)),
    )
