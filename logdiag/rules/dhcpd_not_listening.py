"""dhcpd found no interface to listen on, and exited.

What it looks for: `Not configured to listen on any interfaces!` as the last words of a run of dhcpd.

Why it fails a launch: no DHCP server is left on that host: no new guest gets an address. Leases that are
out stay good until they run out.

What to do: give the bridge its address back (`ip -br addr`), then start dhcpd again; where Eucalyptus runs
it, restart eucanetd.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import Context, named
from logdiag.correlate.lives import Death, afterwards, deaths, is_unconfigured
from logdiag.report.values import Entity, Role
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Judged, Rule

FAILED = "dhcpd.not_configured"


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host where a run died of it; noise where a run serves on, or nobody configured it yet."""
    for (host,), cell in state.items():
        fatal = [death for death in deaths(context, host) if death.kind == FAILED]
        yield _judged(host, cell, fatal, context)


def _judged(host: str, failed: Cell, fatal: list[Death], context: Context) -> Judged:
    after = afterwards(context, host, fatal[-1]) if fatal else None
    serves_on = after is None or (after.serving is not None and after.serving is after.before)
    is_harmless = serves_on or is_unconfigured(context, host)
    role: Role = "noise" if is_harmless else "cause"
    return Judged(
        host=host,
        title=f"dhcpd on {named(host)} found no interface to listen on" + (" and exited" if fatal else ""),
        severity="info" if is_harmless else "error",
        role=role,
        status=after.status if after else "none",
        entities=tuple(
            Entity(
                "process",
                f"{death.run.program}[{death.run.pid}]" if death.run.pid else death.run.program,
                1,
            )
            for death in fatal
        ),
        count=failed.count,
        at_least=bool(context.gaps_on(host, unaccounted=False)),
        first=failed.first,
        last=failed.last,
        evidence=tuple(failed.evidence),
    )


_HEAD = "Nov 22 06:11:32 nc01 dhcpd[24431]:"
_DEATH = f"""\
{_HEAD} Internet Systems Consortium DHCP Server 4.4.3-P1
{_HEAD} No subnet declaration for vnet3 (no IPv4 addresses).
{_HEAD} Not configured to listen on any interfaces!
{_HEAD} {""}
{_HEAD} If you think you have received this message due to a bug rather
{_HEAD} exiting.
"""

rule = Rule(
    id="dhcpd-not-listening",
    severity="error",
    stage="addressed",
    category="dhcp.server",
    fold=Seen(kinds=frozenset({FAILED}), key=("host",)),
    judge=judge,
    says="dhcpd found no interface to listen on and exited: it serves nobody",
    fires=(_DEATH,),
    quiet=(
        f"{_HEAD} No subnet declaration for vnet3 (no IPv4 addresses).\n"
        f"{_HEAD} Listening on LPF/br0/02:18:6e:31:60:1f/euca\n",
        "Nov 22 06:11:32 nc01 dhclient[9]: Not configured to listen on any interfaces!\n",
    ),
    fix="give the bridge its address back, then start dhcpd (with Eucalyptus: restart eucanetd)",
)
