"""dhcpd exited at its start for a reason of its own.

What it looks for: the last sentence before dhcpd's closing lines and `exiting.`: an error in its
configuration, a lease file it can not open, a range outside the subnet.

Why it fails a launch: no DHCP server is left on that host, or the old one serves on with its old file.

What to do: read the sentence, mend the file it names (`dhcpd -t -cf FILE` tries it), start dhcpd again.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import Context, named
from logdiag.correlate.lives import Death, afterwards, deaths
from logdiag.report.values import Entity
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Judged, Rule

# These have rules of their own, or mean that another dhcpd serves.
OTHERS = frozenset({"dhcpd.not_configured", "dhcpd.already_running"})
UNTOLD = "why is not in these lines"


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host, about its latest death."""
    for (host,), cell in state.items():
        fatal = [death for death in deaths(context, host) if death.kind not in OTHERS]
        if fatal:
            yield _judged(host, cell, fatal, context)


def _judged(host: str, cell: Cell, fatal: list[Death], context: Context) -> Judged:
    death = fatal[-1]
    after = afterwards(context, host, death)
    serves_on = after.serving is not None and after.serving is after.before
    return Judged(
        host=host,
        title=f"dhcpd on {named(host)} exited at its start: {death.text if death.is_told else UNTOLD}",
        severity="info" if serves_on else "error",
        role="noise" if serves_on else "cause",
        status=after.status,
        entities=tuple(Entity("process", _name(one), 1) for one in fatal),
        count=len(fatal),
        at_least=bool(context.gaps_on(host, unaccounted=False)),
        first=min(cell.first, fatal[0].at),
        last=max(cell.last, death.at),
        evidence=tuple(one.at for one in fatal),
    )


def _name(death: Death) -> str:
    return f"{death.run.program}[{death.run.pid}]" if death.run.pid else death.run.program


_HEAD = "Nov 22 06:11:22 nc01 dhcpd[24290]:"

rule = Rule(
    id="dhcpd-exited",
    severity="error",
    stage="addressed",
    category="dhcp.config",
    fold=Seen(kinds=frozenset({"dhcpd.exiting"}), key=("host",)),
    judge=judge,
    says="dhcpd exited at its start: an error in its configuration or a file it can not open",
    fires=(
        f"{_HEAD} Internet Systems Consortium DHCP Server 4.4.3-P1\n"
        f"{_HEAD} bad range, address 10.0.0.1 not in subnet 172.31.0.0 netmask 255.255.0.0\n"
        f"{_HEAD} \n"
        f"{_HEAD} If you think you have received this message due to a bug rather\n"
        f"{_HEAD} exiting.\n",
    ),
    quiet=(
        f"{_HEAD} There's already a DHCP server running.\n"
        f"{_HEAD} If you think you have received this message due to a bug rather\n"
        f"{_HEAD} exiting.\n",
        f"{_HEAD} Server starting service.\n",
    ),
    fix="mend the file that the sentence names (dhcpd -t -cf FILE tries it), then start dhcpd",
)
