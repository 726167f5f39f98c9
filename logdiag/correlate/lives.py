"""Lives of dhcpd on a host: how its runs ended, and whether one of them serves now."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from logdiag.context import SECOND, Context
from logdiag.correlate.interfaces import is_bridge, is_tap
from logdiag.correlate.runs import PACKETS, Run
from logdiag.event import At, after
from logdiag.report.values import Status

# A failed start that nothing follows for this long is no restart in progress any more.
SETTLED = 60 * SECOND
# The file that Eucalyptus writes (net/eucanetd.c, 4.0.2).
EUCALYPTUS = "euca-dhcp.conf"
# Said after the pid file was found to name no living process (server/dhcpd.c, 4.4.3-P1: before discover_interfaces).
PAST_PID_FILE = frozenset(
    f"dhcpd.{name}"
    for name in ("not_configured", "interface_not_found", "several_networks", "socket_failed")
)


class Death(NamedTuple):
    """A run that ended by its own words: kind and text of its last sentence, and where it stands."""

    run: Run
    kind: str
    text: str
    at: At


class Afterwards(NamedTuple):
    """What the log shows after a death. `serving` served after it, `before` may serve on from before it."""

    serving: Run | None
    before: Run | None
    status: Status


def deaths(context: Context, host: str) -> list[Death]:
    """Runs on a host that ended by their own words, in order."""
    return [Death(run, *run.fatal) for run in context.runs_on(host) if run.fatal]


def is_unconfigured(context: Context, host: str) -> bool:
    """Whether the last death of a host's dhcpd is that of a package that nobody configured yet."""
    found = deaths(context, host)
    return bool(found) and _looks_unconfigured(context, host, found[-1])


def _looks_unconfigured(context: Context, host: str, death: Death) -> bool:
    """Whether this is what a package says that nobody configured yet: no subnet for the host's own address, and
    neither tap, bridge, client, instance nor dhcpd.conf in sight, and it never served there."""
    names, addressed = list(death.run.names), death.run.addressed
    for_guests = any(is_tap(name) or is_bridge(name) for name in names)
    own = bool(names) and all(name in addressed for name in names)
    asked = context.conf is not None or bool(context.clients.on(host))
    asked = asked or context.instances is not None or bool(context.launched)
    served = any(run.serves for run in context.runs_on(host))
    return death.kind == "dhcpd.not_configured" and own and not for_guests and not asked and not served


def afterwards(context: Context, host: str, death: Death) -> Afterwards:
    """What became of DHCP on the host after a death."""
    others = [
        run
        for run in context.runs_on(host)
        if run is not death.run and run.serves and not _is_another_server(run, death.run)
    ]
    serving = next((run for run in others if serves_after(run, death.at)), None)
    before = next((run for run in reversed(others) if _may_serve_on(run, death)), None)
    if serving:
        return Afterwards(serving, before, "over")
    return Afterwards(None, before, _status(context, host, death.at))


def _is_another_server(run: Run, dead: Run) -> bool:
    """Whether a run says that it reads another file than the dead one, and not that of Eucalyptus."""
    told = run.conf_path is not None and dead.conf_path is not None
    return told and run.conf_path != dead.conf_path and not _is_clouds(run)


def _is_clouds(run: Run) -> bool:
    return PurePosixPath(run.conf_path or "").name == EUCALYPTUS


def _may_serve_on(run: Run, death: Death) -> bool:
    """Whether a run from before a death may have outlived it."""
    was_gone = (
        death.kind in PAST_PID_FILE and run.pid_path is not None and run.pid_path == death.run.pid_path
    )
    return after(death.at, run.first) and not run.fatal and not was_gone


def serves_after(run: Run, at: At) -> bool:
    """Whether a run is seen to serve after a moment: it begins to listen then, or speaks to a client."""
    listens = any(after(place, at) for _, place in run.listening.values())
    ready = run.mark("dhcpd.ready")
    speaks = any(
        speech.packets and after(speech.last, at) for speech in run.speeches if speech.last_kind in PACKETS
    )
    return listens or (ready is not None and after(ready, at)) or speaks


def _status(context: Context, host: str, at: At) -> Status:
    """Ongoing if the log of the host goes on for long and whole without another start, else unknown."""
    last = context.spans[host].end
    if last.time - at.time < SETTLED or any(
        gap.touches(at.time, last.time) for gap in context.gaps_on(host)
    ):
        return "unknown"
    return "ongoing"
