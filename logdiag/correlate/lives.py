"""Lives of dhcpd on a host: how its runs ended, and whether one of them serves now."""

from __future__ import annotations

from typing import NamedTuple

from logdiag.context import SECOND, Context
from logdiag.correlate.runs import PACKETS, Run
from logdiag.event import At, after
from logdiag.report.values import Status

# A failed start that nothing follows for this long is no restart in progress any more.
SETTLED = 60 * SECOND


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


def afterwards(context: Context, host: str, death: Death) -> Afterwards:
    """What became of DHCP on the host after a death."""
    others = [run for run in context.runs_on(host) if run is not death.run and run.serves]
    serving = next((run for run in others if serves_after(run, death.at)), None)
    before = next((run for run in reversed(others) if after(death.at, run.first) and not run.fatal), None)
    if serving:
        return Afterwards(serving, before, "over")
    return Afterwards(None, before, _status(context, host, death.at))


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
