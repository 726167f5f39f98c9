"""Case: one body of evidence with everything that is known of it, from which causes and the report are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from logdiag.context import Client, Context
from logdiag.correlate.entities import Identities, identities
from logdiag.correlate.joins import known_names
from logdiag.documents.values import ReadDocument
from logdiag.event import At
from logdiag.own.applied import NOTHING_SET, Applied
from logdiag.parse.moments import SECOND, Moment, as_datetime, iso
from logdiag.parse.uptimes import is_untied, since_boot
from logdiag.report.values import Evidence, Suppressed
from logdiag.rules.rule import Judged, Rule
from logdiag.rules.told import NOT_TOLD

# Entities that are instances by another name: libvirt's domain is the instance's id or its name.
INSTANCES = frozenset({"instance", "domain"})


@dataclass(frozen=True)
class Case:
    """Context, judgements by rule, the texts of documents for evidence, and the rules.

    `look_for_launchers` reads the logs for programs that may speak about launches, which takes time.
    `applied` are the settings, and `suppressed` the judgements that they took out.
    """

    context: Context
    judged: Mapping[str, tuple[Judged, ...]]
    texts: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...] = ()
    look_for_launchers: Callable[[], Sequence[str]] = tuple
    applied: Applied = NOTHING_SET
    suppressed: tuple[Suppressed, ...] = ()

    @cached_property
    def launchers(self) -> Sequence[str]:
        """Programs in the logs that may speak about launches."""
        return self.look_for_launchers()

    def of(self, rule: str) -> tuple[Judged, ...]:
        """The judgements of a rule, one a host."""
        return self.judged.get(rule, ())

    def on(self, rule: str, host: str) -> Judged | None:
        """The judgement of a rule about a host."""
        return next((one for one in self.of(rule) if one.host == host), None)

    @cached_property
    def identities(self) -> Identities:
        """Which MAC is which instance."""
        conf, table = self.context.conf, self.context.instances
        networks = {network for run in self.context.runs for network, _ in run.listening.values()}
        return identities(
            conf[1] if conf else None,
            table[1] if table else None,
            networks | self._refusers,
            known_names(self.context),
        )

    @cached_property
    def _refusers(self) -> set[str]:
        return {network for one in self.of("dhcpd-no-free-leases") for network in one.networks}

    def clients_on(self, host: str) -> tuple[Client, ...]:
        """MACs that the DHCP server of a host dealt with."""
        return tuple(self.context.clients.on(host))

    def names_of(self, judged: Judged) -> tuple[str, ...]:
        """The instances among the entities of a judgement, sorted, by their ids where these are known."""
        ids = self.identities
        subjects = [
            entity.name
            for entity in judged.entities
            if (entity.kind in INSTANCES and entity.name != NOT_TOLD) or ids.instance_of(entity.name)
        ]
        return tuple(sorted({ids.name_of(name) for name in subjects}))

    def line(self, at: At) -> Evidence:
        """The line at a place; its text is filled in at the end."""
        line = self.context.first_lines[at.source][at.block] + at.line - 1
        return Evidence(*self.context.numberings[at.source].place(line), "")

    def lines(self, places: tuple[At, ...] | list[At], most: int = 10) -> tuple[Evidence, ...]:
        """The first lines at these places."""
        return tuple(self.line(at) for at in places[:most])

    def document_line(self, document: ReadDocument, line: int) -> Evidence:
        """A line of a document."""
        lines = self.texts.get(document.name, ())
        return Evidence(document.name, line, lines[line - 1] if 0 < line <= len(lines) else "")


def stamp(at: At | None) -> str | None:
    """ISO 8601 as the log has it; None for a time since boot that nothing ties to a clock."""
    return iso(Moment(at.wall, at.offset)) if at and not is_untied(at.wall) else None


def clock(at: At) -> str:
    """Hours, minutes and seconds as the log has them; seconds since boot where it has no others."""
    if is_untied(at.wall):
        return f"+{since_boot(at.wall) / SECOND:.0f}s"
    return as_datetime(Moment(at.wall, None)).strftime("%H:%M:%S")


def is_timeless(at: At) -> bool:
    """Whether no time is told: by a console that shows none, or by a kernel whose clock does not go yet."""
    return is_untied(at.wall) and not since_boot(at.wall)


def many(count: int, one: str, more: str | None = None, *, at_least: bool = False) -> str:
    """ "1 client", "3 clients", "at least 3 clients"."""
    word = one if count == 1 else more or f"{one}s"
    return f"{'at least ' if at_least else ''}{count} {word}"
