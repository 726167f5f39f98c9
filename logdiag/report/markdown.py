"""A Report as a ticket: what stays true when it is pasted into a tracker and read by a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from logdiag.report.answer import files_of, main_first
from logdiag.report.escape import code, fence, markdown, markdown_cell
from logdiag.report.understood import hardly_understood, inferred, not_understood, span
from logdiag.report.values import Check, Claim, Evidence, Hole, Incident, Launches, Report

_STILL = {
    "ongoing": "yes, as far as the log goes",
    "over": "no, it is over",
    "unknown": "not known",
    "none": "",
}
_SURE = {"confirmed": "confirmed", "likely": "likely", "possible": "possible", "none": "not known"}
_MOST_EVIDENCE = 30
_MOST_SOURCES = 20
_NO_SEARCH_WORDS = ("", "unknown", "other")


def render_markdown(report: Report) -> str:
    """GitHub and GitLab Markdown, with a newline at the end. The only HTML in it is our own `<details>`."""
    main, others = main_first(report)
    parts = [_headline(report), _table(report, main)]
    if main:
        parts += [_why(main), _against(report, main), _others(main), _answers(main)]
    else:
        parts += [_bullets("What could not be seen, or is normal", _unseen(report))]
    parts += [
        _bullets("Also in these logs", [f"{each.title} ({_SURE[each.confidence]})" for each in others])
    ]
    parts += [_read(report), _evidence(report, main), _last_line(report, main)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _headline(report: Report) -> str:
    sure = f" ({_SURE[report.verdict.confidence]})" if report.incidents else ""
    return f"**{markdown(report.verdict.text.rstrip('.'))}{sure}**"


def _table(report: Report, main: Incident | None) -> str:
    rows = [
        ("What", _what(report.launches) or (main.title if main else report.verdict.text)),
        ("Where", ", ".join(main.hosts) if main else ""),
        ("Since", (main.since or main.first or "not known") if main else ""),
        ("How sure", report.verdict.doubt),
        ("Still so?", _STILL[main.status if main else report.verdict.status]),
    ]
    cells = [f"| {name} | {markdown_cell(text)} |" for name, text in rows if text]
    return "\n".join(["| | |", "| --- | --- |", *cells])


def _what(launches: Launches) -> str:
    numbers = (
        (launches.requested, "instances asked for"),
        (launches.running, "run"),
        (launches.pending, "pending"),
        (launches.failed, "failed"),
    )
    return ", ".join(f"{number:,} {name}" for number, name in numbers if number is not None)


def _why(main: Incident) -> str:
    if not main.supports:
        return ""
    claims = [f"{at}. {_claim(each)}" for at, each in enumerate(main.supports, start=1)]
    return "\n".join(["**Why we think so**", "", *claims])


def _claim(claim: Claim) -> str:
    return " ".join(markdown(text) for text in (claim.text, claim.note) if text)


def _against(report: Report, main: Incident) -> str:
    return _bullets(
        "What speaks against, or was not seen",
        [
            *(each.text for each in main.against),
            *_unseen(report),
            *[text for text in (main.footnote, main.room) if text],
        ],
    )


def _unseen(report: Report) -> list[str]:
    broken = [(each.name, each.error) for each in files_of(report) if each.error]
    return [
        *(f"{_is(each)}: {each.text}" for each in report.coverage if each.text),
        *report.settings.told,
        *(f"Not seen: {text}" for text in report.not_seen),
        *(f"Not read: {name}: {error}" for name, error in broken),
        *(
            f"Hardly understood: {each.name}: {''.join(not_understood(each))}"
            for each in hardly_understood(report)
        ),
        *(f"Besides: {text}" for text in report.notes),
        *(f"Not the cause: {text}" for text in report.normal),
    ]


def _others(main: Incident) -> str:
    confirmed = [
        f"{each.text} (shown by: {each.confirm})" if each.confirm else each.text for each in main.rivals
    ]
    return _bullets("Other explanations", confirmed)


def _answers(main: Incident) -> str:
    if not main.checks:
        return ""
    return "\n".join(["**Please answer**", "", *map(_question, main.checks)])


def _question(check: Check) -> str:
    host = f" on {markdown(check.host)}" if check.host else ""
    results = [markdown(each.when) for each in check.outcomes if each.when]
    asked = f": {' or '.join(results)}?" if results else ""
    return f"- [ ] {code(check.command)}{host}{asked}"


def _bullets(title: str, texts: Sequence[str]) -> str:
    lines = [f"- {markdown(text)}" for text in texts if text]
    return "\n".join([f"**{title}**", "", *lines]) if lines else ""


def _read(report: Report) -> str:
    """A small table of the logs, and in words what was hardly understood."""
    shown = [each for each in report.sources if each.lines]
    rows = [
        (
            each.name,
            each.format or "",
            f"{each.lines:,}",
            f"{each.unread:,}",
            *span(each),
            ", ".join(inferred(each)),
        )
        for each in shown[:_MOST_SOURCES]
    ]
    if not rows:
        return ""
    more = len(shown) - _MOST_SOURCES
    told = [f"| {' | '.join(markdown_cell(cell) for cell in row)} |" for row in rows]
    head = [
        "| Read | Format | Lines | Not understood | From, to | Inferred |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *told, *([f"| and {more:,} more | | | | | |"] if more > 0 else [])])


def _evidence(report: Report, main: Incident | None) -> str:
    shown = list(dict.fromkeys(_all_evidence(report, main)))[:_MOST_EVIDENCE]
    if not shown:
        return ""
    total = sum(each.lines for each in report.sources)
    places = [f"{each.source}:{each.line}" for each in shown]
    widest = max(map(len, places))
    lines = [f"{place.ljust(widest)}  {each.text}" for place, each in zip(places, shown, strict=True)]
    summary = f"<details><summary>Evidence ({len(shown)} of {total:,} lines)</summary>"
    return "\n".join([summary, "", fence(lines), "", "</details>"])


def _is(hole: Hole) -> str:
    return "Clocks" if hole.kind == "clock_skew" else "Hole in the log"


def _all_evidence(report: Report, main: Incident | None) -> Iterator[Evidence]:
    for claim in (*main.supports, *main.against) if main else ():
        yield from claim.evidence
    for hole in report.coverage:
        yield from hole.evidence


def _last_line(report: Report, main: Incident | None) -> str:
    words = _search_words(report, main) if main else []
    parts = [f"Search words: {markdown(' '.join(words))}."] if words else []
    parts += [f"Fingerprint {code(main.fingerprint)}."] if main and main.fingerprint else []
    rules_hash = f", rules {markdown(report.rules_hash)}" if report.rules_hash else ""
    return " ".join([*parts, "Redacted: no.", f"logdiag {markdown(report.version)}{rules_hash}."])


def _search_words(report: Report, main: Incident) -> list[str]:
    rules = {each.id: each.rule for each in report.findings}
    named = [rules[finding] for finding in (*main.causes, *main.symptoms) if finding in rules]
    category = [word for word in main.category.split(".") if word not in _NO_SEARCH_WORDS]
    return list(dict.fromkeys([*category, *named]))
