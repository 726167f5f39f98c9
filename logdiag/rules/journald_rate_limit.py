"""journald dropped lines of a service that wrote too fast.

What it looks for: `Suppressed N messages from UNIT`.

Why it fails a launch: it does not. It makes the log blind: what that service wrote in that time is missing, so
counts are lower bounds and silence proves nothing.

What to do: find what the service floods the journal with; `RateLimitBurst=0` in journald.conf, or
LogRateLimitBurst= in the unit, keeps the next log whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import Context, named
from logdiag.numbers import number_of
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Judged, Rule, Telling, judged_of


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host, its units as entities. Always noise: it hides trouble, it makes none."""
    for host in context.hosts:
        cells = {(key[1], key[2]): cell for key, cell in state.on(host)}
        if cells:
            yield _judged(host, cells)


def _judged(host: str, cells: dict[tuple[str, str], Cell]) -> Judged:
    lost = sum(number_of(count) * cell.count for (_, count), cell in cells.items())
    units = ", ".join(sorted({unit for unit, _ in cells}))
    return judged_of(
        host,
        "unit",
        ((unit, cell) for (unit, _), cell in cells.items()),
        title=f"journald on {named(host)} dropped lines of {units}; it told of {lost} lost",
        severity="warning",
        role="noise",
        status="none",
        at_least=False,
    )


rule = Rule(
    id="journald-rate-limit",
    severity="warning",
    stage="addressed",
    category="logging",
    fold=Seen(kinds=frozenset({"journald.suppressed"}), key=("host", "unit", "count")),
    judge=judge,
    says="journald dropped lines of a service that wrote too fast: counts are lower bounds",
    fires=("Nov 22 06:01:28 nc01 systemd-journald[390]: Suppressed 710 messages from dhcpd.service\n",),
    quiet=(
        "Nov 22 06:01:28 nc01 systemd-journald[390]: Journal started\n",
        "Nov 22 06:01:28 nc01 dhcpd[390]: Suppressed 710 messages from dhcpd.service\n",
    ),
    telling=Telling(
        means=(
            "journald works as configured: it takes 10000 lines in 30 s of one unit (1000 before systemd 240) and"
            " drops the rest, so the log has gaps. user@UID.service is only the manager of that user: all of the"
            " user's services share its limit, and one that is noisy silences the others. Find the noisy one, or"
            " raise RateLimitBurst."
        ),
    ),
    fix="RateLimitBurst=0 in /etc/systemd/journald.conf, then restart systemd-journald: keeps the next log whole",
)
