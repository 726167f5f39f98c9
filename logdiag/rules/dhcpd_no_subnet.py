"""No subnet declaration for an interface.

What it looks for: `No subnet declaration for vnet68 (no IPv4 addresses).`, which dhcpd prints at every start
for every interface that is up and has no address in a declared subnet.

Why it fails a launch: as a rule it does not. Taps on a bridge never have an address; the guests' requests
arrive on the bridge. Beside `Listening on LPF/br0/..` the message is noise. It tells of trouble only where
the bridge itself is named, or where `Not configured to listen on any interfaces!` follows.

What to do: nothing about the taps. Give the bridge its address, or write a subnet for the one it has.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import Context, named
from logdiag.correlate.interfaces import is_bridge, is_tap
from logdiag.correlate.runs import Run
from logdiag.report.values import Role, Severity, Status
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Judged, Rule, judged_of


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host: noise, unless a run died of it or serves no bridge."""
    for host in context.hosts:
        cells = {key[1]: cell for key, cell in state.on(host)}
        if cells:
            yield _judged(host, cells, context)


def _judged(host: str, cells: dict[str, Cell], context: Context) -> Judged:
    runs = [run for run in context.runs_on(host) if len(run.names)]
    severity, role, status = _meaning(runs, context, host)
    return judged_of(
        host,
        "interface",
        cells.items(),
        title=_title(len(cells), host, role, is_cut=any(run.gaps for run in runs)),
        severity=severity,
        role=role,
        status=status,
        at_least=any(run.gaps or not (run.serves or run.fatal) for run in runs)
        or not any(run.started for run in runs),
        members={"tap": _taps(cells), "bridge": _bridges(cells), "other": _rest(cells)},
    )


def _taps(names: dict[str, Cell]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if is_tap(name)))


def _bridges(names: dict[str, Cell]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if is_bridge(name)))


def _rest(names: dict[str, Cell]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if not is_tap(name) and not is_bridge(name)))


def _meaning(runs: list[Run], context: Context, host: str) -> tuple[Severity, Role, Status]:
    """By the last run that named any: died of it, serves no bridge, or noise."""
    if not runs:
        return "info", "noise", "none"
    last = runs[-1]
    if last.fatal and last.fatal[0] == "dhcpd.not_configured":
        later = context.serving_on(host)
        return (
            ("info", "noise", "over")
            if later and later.last > last.last
            else ("warning", "symptom", "unknown")
        )
    if unserved_bridges(last):
        return "warning", "symptom", "unknown"
    return "info", "noise", "none"


def unserved_bridges(run: Run) -> tuple[str, ...]:
    """Bridges a run names as without subnet while it listens on no bridge at all."""
    if not run.listening or any(is_bridge(iface) for iface in run.listening):
        return ()
    return tuple(name for name in run.names if is_bridge(name))


def _title(count: int, host: str, role: Role, *, is_cut: bool) -> str:
    much = f"at least {count}" if is_cut else str(count)
    interfaces = "interface" if count == 1 else "interfaces"
    what = (
        "printed for every tap at every start"
        if role == "noise"
        else "and dhcpd listens on none that matters"
    )
    return f"dhcpd on {named(host)} names {much} {interfaces} without a subnet: {what}"


_BLOCK = """\
{head} No subnet declaration for {name}.
{head} ** Ignoring requests on {iface}.  If this is not what
{head}    you want, please write a subnet declaration
{head}    in your dhcpd.conf file for the network segment
{head}    to which interface {iface} is attached. **
"""
_HEAD = "Nov 22 06:00:15 nc01 dhcpd[24057]:"

rule = Rule(
    id="dhcpd-no-subnet",
    severity="info",
    stage="addressed",
    category="dhcp.config",
    fold=Seen(kinds=frozenset({"dhcpd.no_subnet"}), key=("host", "iface")),
    judge=judge,
    says="dhcpd names interfaces without a subnet: normal for taps, trouble for the bridge itself",
    fires=(
        _BLOCK.format(head=_HEAD, name="vnet199 (no IPv4 addresses)", iface="vnet199"),
        "Dec 14 23:29:56 euca4 dhcpd: No subnet declaration for vnet68 (no IPv4 addresses).\n",
        _BLOCK.format(head=_HEAD, name="br0 (172.31.0.1)", iface="br0"),
    ),
    quiet=(
        f"{_HEAD} Listening on LPF/br0/02:18:6e:31:60:1f/euca\n",
        "Nov 22 06:00:15 nc01 mailer[1]: No subnet declaration for vnet68 (no IPv4 addresses).\n",
        f"{_HEAD} DHCPDISCOVER from d0:0d:99:00:00:77 via 10.77.0.1: unknown network segment\n",
    ),
    fix="nothing for taps; give the bridge its address, or write a subnet for the one it has",
)
