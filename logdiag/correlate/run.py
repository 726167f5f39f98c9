"""Run: one life of a server on a host, from one start to the next, as far as the log tells it."""

from __future__ import annotations

from dataclasses import dataclass, field

from logdiag.correlate.gaps import Gap
from logdiag.correlate.interfaces import is_tap
from logdiag.correlate.speech import PACKETS, Names, Said, Speaker, Speech
from logdiag.event import At, after, said_last


@dataclass(slots=True)
class Run:
    """One life of a server on a host: its speeches joined, and the gaps in them."""

    host: str
    program: str
    pid: str | None
    first: At
    last: At
    speeches: list[Speech]
    gaps: list[Gap] = field(default_factory=list)

    @property
    def speaker(self) -> Speaker:
        """Host, program and pid."""
        return (self.host, self.program, self.pid)

    @property
    def lines(self) -> int:
        """How many lines of it the log has."""
        return sum(speech.lines for speech in self.speeches)

    @property
    def started(self) -> At | None:
        """Its start banner, if the log has it."""
        return self.speeches[0].started

    @property
    def version(self) -> str | None:
        """As the banner tells."""
        return self.speeches[0].version

    @property
    def names(self) -> Names:
        """Every interface it named without a subnet."""
        if len(self.speeches) == 1:
            return self.speeches[0].names
        names = Names()
        for speech in self.speeches:
            names.absorb(speech.names)
        return names

    @property
    def taps(self) -> list[str]:
        """The guests' taps among them, in the order of their numbers."""
        return [name for name in self.names if is_tap(name)]

    @property
    def listening(self) -> dict[str, tuple[str, At]]:
        """Interface -> (network, where it said so)."""
        return {k: v for speech in reversed(self.speeches) for k, v in speech.listening.items()}

    @property
    def addressed(self) -> dict[str, tuple[str, At]]:
        """Interfaces with an address that no subnet covers -> (address, where it said so)."""
        return {k: v for speech in reversed(self.speeches) for k, v in speech.addressed.items()}

    @property
    def conf_path(self) -> str | None:
        """The configuration file it said to read."""
        return next((speech.conf_path for speech in self.speeches if speech.conf_path), None)

    @property
    def pid_path(self) -> str | None:
        """The pid file it said to keep."""
        return next((speech.pid_path for speech in self.speeches if speech.pid_path), None)

    def mark(self, kind: str) -> At | None:
        """Where it last said something of a kind."""
        places = [speech.marks[kind][2] for speech in self.speeches if kind in speech.marks]
        return said_last(places) if places else None

    @property
    def fatal(self) -> Said | None:
        """Kind, text and place of its last words, if it exited by itself: one that deals with clients later did not."""
        words = next((speech.fatal for speech in reversed(self.speeches) if speech.fatal), None)
        lives_on = words is not None and self.pid is not None and self._deals_after(words[2])
        return None if lives_on else words

    def _deals_after(self, at: At) -> bool:
        return any(after(speech.last, at) and speech.last_kind in PACKETS for speech in self.speeches)

    @property
    def spoke_to_clients(self) -> bool:
        """Whether it handled any packet: then it listens, whatever of its start is missing."""
        return any(speech.packets for speech in self.speeches)

    @property
    def serves(self) -> bool:
        """Whether it is seen to listen."""
        return bool(self.listening) or self.mark("dhcpd.ready") is not None or self.spoke_to_clients

    @property
    def is_cut(self) -> bool:
        """Whether lines of its start may be missing, so that silence about it proves nothing."""
        return any(not gap.accounted for gap in self.gaps)
