"""The Report: every sentence, number and line of evidence that any renderer may show, finished.

What comes out of `correlate`, what goes into the renderers. Text from logs is raw in here;
each renderer escapes it for its own medium. Times are strings, as the log has them, with an
offset where the zone is known. Order is meaning: renderers never sort.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Confidence = Literal["confirmed", "likely", "possible", "none"]
Status = Literal["ongoing", "over", "unknown", "none"]
Severity = Literal["error", "warning", "info"]
Role = Literal["cause", "symptom", "noise"]
How = Literal["exact", "at_least", "reckoned", "unknown"]
LimitState = Literal["binds", "spare", "overcommitted", "unknown"]
InstanceState = Literal["pending", "running", "failed", "terminated", "unknown"]


class Evidence(NamedTuple):
    """One line of a source or document. `line` counts from 1; `text` is the whole raw line."""

    source: str
    line: int
    text: str


class Claim(NamedTuple):
    """A sentence with what shows it. `note` is a second line under the evidence, or ""."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class Rival(NamedTuple):
    """Another explanation, and what would confirm it."""

    text: str
    confirm: str


class Outcome(NamedTuple):
    """What a command may print, and what that would mean."""

    when: str
    then: str


@dataclass(frozen=True)
class Check:
    """A read-only command, typed as it stands, whose outcomes split the possibilities."""

    command: str
    outcomes: tuple[Outcome, ...]
    host: str | None = None


class Explains(NamedTuple):
    """Which instances an incident explains. `instances` may exceed `ids` where ids are capped."""

    instances: int = 0
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Incident:
    """A cause with what it explains; see docs/design.md, "From entities to incidents".

    `since`, `who`, `time_left`, `room` (limits, beside the rivals) and `footnote` are sentences or "".
    `fix` are steps that change the host and are printed apart. `why_beyond` is "not known" where the
    evidence ends.
    `against_title`, where it is not "", puts `against` under a heading of its own: "WHAT THEY CANNOT SAY".
    """

    id: str
    fingerprint: str
    title: str
    category: str
    stage: str
    severity: Severity
    confidence: Confidence
    status: Status
    hosts: tuple[str, ...]
    first: str | None
    last: str | None
    at_least: bool
    causes: tuple[str, ...]
    symptoms: tuple[str, ...]
    explains: Explains
    supports: tuple[Claim, ...]
    against: tuple[Claim, ...]
    rivals: tuple[Rival, ...]
    why_beyond: str
    checks: tuple[Check, ...]
    fix: tuple[str, ...] = ()
    since: str = ""
    who: str = ""
    time_left: str = ""
    rivals_title: str = "WHAT ELSE FITS"
    footnote: str = ""
    room: str = ""
    supports_title: str = "WHY"
    against_title: str = ""


class Verdict(NamedTuple):
    """Two lines that stand alone: `text` answers, `doubt` says how sure and what is not known.

    `brief` is their short form for chat and cron: at most two lines.
    """

    text: str
    doubt: str
    confidence: Confidence
    status: Status
    incident: str | None
    brief: tuple[str, ...] = ()


class Stage(NamedTuple):
    """How many launches came this far. `reached` is None where `how` is "unknown"."""

    stage: str
    reached: int | None
    how: How
    why: str


class Count(NamedTuple):
    """A number that speaks about the launches. `independent`: it was got apart from the others."""

    name: str
    value: int | None
    how: How
    independent: bool
    why: str = ""
    evidence: tuple[Evidence, ...] = ()


class Limit(NamedTuple):
    """A number that could have stopped launches, and whether it did."""

    name: str
    value: int | None
    state: LimitState
    why: str
    evidence: tuple[Evidence, ...] = ()


class Instance(NamedTuple):
    """One row of the ledger. `stage` is how far its launch is seen to have come."""

    id: str
    state: InstanceState
    stage: str
    host: str | None
    mac: str | None
    ip: str | None
    interface: str | None
    incident: str | None
    why: str


class Launches(NamedTuple):
    """The ledger: numbers are None where not known. `total` counts instances beyond the cap too."""

    requested: int | None = None
    running: int | None = None
    pending: int | None = None
    failed: int | None = None
    unexplained: int | None = None
    stages: tuple[Stage, ...] = ()
    counts: tuple[Count, ...] = ()
    limits: tuple[Limit, ...] = ()
    instances: tuple[Instance, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Entity:
    """A subject of a finding. `kind` is interface, mac, instance, ..."""

    kind: str
    name: str
    count: int


class Part(NamedTuple):
    """A split inside a finding: "has no host entry", 75 entities."""

    name: str
    entity_count: int


@dataclass(frozen=True)
class Finding:
    """One rule on one host. `entities` is capped; `entity_count` is the total."""

    id: str
    fingerprint: str
    rule: str
    severity: Severity
    role: Role
    status: Status
    title: str
    host: str | None
    entities: tuple[Entity, ...]
    entity_count: int
    count: int
    at_least: bool
    parts: tuple[Part, ...]
    first: str | None
    last: str | None
    evidence: tuple[Evidence, ...]


class Hole(NamedTuple):
    """A span the log cannot speak about. `lost` is what the log told, never reckoned.

    `text` is the sentence for people, `accounted` says that what was lost is known all the same.
    """

    kind: str
    host: str | None
    program: str | None
    pid: str | None
    pid_inferred: bool
    from_: str | None
    to: str | None
    lost: int | None
    accounted: bool
    text: str
    evidence: tuple[Evidence, ...] = ()


class Reason(NamedTuple):
    """Why lines were not understood, and how many."""

    why: str
    lines: int


class Source(NamedTuple):
    """A log as it was read. `error` is one line with the cure, or None.

    `reasons` has the most frequent first. `parts` are the names of the files of a log that was rotated, the oldest
    first; any other log has none.
    """

    name: str
    format: str | None
    lines: int
    unread: int
    first: str | None
    last: str | None
    inferred: tuple[str, ...] = ()
    error: str | None = None
    reasons: tuple[Reason, ...] = ()
    parts: tuple[str, ...] = ()


class Document(NamedTuple):
    """A file that is not a log: a configuration, a table. `facts` are numbers and words for people."""

    name: str
    kind: str
    facts: Mapping[str, int | str | bool | None]
    error: str | None = None
    line: int | None = None
    column: int | None = None


class UnreadLine(NamedTuple):
    """A line nobody understood, shown."""

    source: str
    line: int
    why: str
    text: str


class NotRun(NamedTuple):
    """A rule, or a part of one, that had nothing to read."""

    rule: str
    why: str


@dataclass(frozen=True)
class Suppressed:
    """A finding, or an incident without one, that nobody is to see until a day; `by` is the file that says so."""

    finding: str
    rule: str
    host: str | None
    title: str
    count: int
    reason: str
    until: str
    by: str


class Effect(NamedTuple):
    """What settings did to a report: rules that are off, findings that are suppressed, and all of it in sentences."""

    off: tuple[str, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    told: tuple[str, ...] = ()


class Bar(NamedTuple):
    """One row of the funnel: `value` as printed ("about 94", "?"), `size` for the bar or None."""

    label: str
    value: str
    size: int | None
    note: str = ""


class Table(NamedTuple):
    """A small table: the first column is left aligned, the others are numbers. `note` stands right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class Picture(NamedTuple):
    """What is drawn under the answer: bars, else a table, else one line of facts; then a time strip."""

    bars: tuple[Bar, ...] = ()
    table: Table | None = None
    facts: tuple[str, ...] = ()
    strip: str = ""


class Story(NamedTuple):
    """One subject's own page for `logdiag why`: its verdict, then what happened, in order."""

    subject: str
    verdict: str
    doubt: str
    facts: tuple[str, ...]
    events: tuple[Evidence, ...]
    total_events: int
    incident: str | None
    confidence: Confidence = "none"


class Step(NamedTuple):
    """One thing that a rule asks for, and whether it is so: held, failed, missing (nothing tells) or noted."""

    state: Literal["held", "failed", "missing", "noted"]
    text: str
    evidence: tuple[Evidence, ...] = ()


class Explanation(NamedTuple):
    """Why a rule fired, or how near it came."""

    rule: str
    verdict: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Report:
    """Everything. `normal` are lines that shout though innocent, `notes` trouble
    that hit no launch as far as is known, `not_seen` what nobody could see,
    `hints` what would have helped (one command each), `footer` how years and zones were settled,
    `settings` what a logdiag.toml did."""

    version: str
    rules_hash: str
    options: Mapping[str, int | str]
    verdict: Verdict
    launches: Launches
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    coverage: tuple[Hole, ...]
    coverage_total: int
    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    unread: tuple[UnreadLine, ...]
    unread_total: int
    not_run: tuple[NotRun, ...]
    picture: Picture = field(default_factory=Picture)
    normal: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    settings: Effect = field(default_factory=Effect)


def names_of(value: object) -> tuple[str, ...]:
    """The names of the fields of one of these values, in order; none for what is none."""
    return getattr(value, "_fields", ()) or tuple(getattr(value, "__dataclass_fields__", ()))
