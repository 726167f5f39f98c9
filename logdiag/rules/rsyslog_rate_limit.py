"""rsyslog dropped lines of a process that wrote too fast.

What it looks for: `imuxsock begins to drop messages from pid N due to rate-limiting` and `N messages lost
due to rate-limiting`, in the wordings of rsyslog 5 to 8 and of its other inputs.

Why it fails a launch: it does not. It makes the log blind: whatever that process wrote from then on may be
missing, so counts are lower bounds and silence proves nothing.

What to do: `$SystemLogRateLimitInterval 0` in rsyslog.conf (rsyslog 8: SysSock.RateLimit.Interval="0"), and
restart rsyslog, so that the next log is whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import Context, named
from logdiag.correlate.notes import ITSELF
from logdiag.correlate.runs import Gap
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Judged, Rule, Telling, judged_of

# What limits each input, and where that is set: imuxsock counts by process, the others all that comes in.
OF_PROCESS = (
    "older versions take 200 lines in 5 s of one process by default and drop the rest of what that process says, so"
    " the log has gaps. Find what the process floods it with, or raise the limit (SystemLogRateLimitInterval and"
    " SystemLogRateLimitBurst)"
)
OF_JOURNAL = (
    "imjournal takes 20,000 lines in 600 s by default, of all programs together; the journal itself has what is"
    " missing here (journalctl). Find what floods it, or raise Ratelimit.Burst of the module imjournal"
)
OF_INPUT = "the limit is that input's (RateLimit.Interval and RateLimit.Burst), for all that comes in by it"
OF_ITSELF = (
    "these are messages of rsyslog about itself: no program's lines are missing for that. An action that fails again"
    " and again, such as a server that cannot be reached, makes so many"
)


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host, its processes and inputs as entities. Always noise: it hides trouble, it makes none."""
    for host in context.hosts:
        cells = {(key[1], key[2]): cell for key, cell in state.on(host)}
        if cells:
            yield _judged(
                host, cells, [gap for gap in context.gaps if gap.host == host and _is_rsyslogs(gap)]
            )


def _judged(host: str, cells: dict[tuple[str, str], Cell], gaps: list[Gap]) -> Judged:
    told = [gap.lost for gap in gaps if gap.lost is not None]
    lost = f"; it told of {sum(told)} lost" if told else "; how many is not told"
    of_pid = {gap.pid: gap for gap in reversed(gaps)}  # the first of each
    names = {(pid, source): _name(pid, source, of_pid.get(pid)) for pid, source in cells}
    limits = sorted({(gap.allowed, gap.seconds) for gap in gaps if gap.allowed and gap.seconds})
    limit = " (the limit was {} in {} s)".format(*limits[0]) if len(limits) == 1 else ""
    whys = sorted({_why(pid, source) for pid, source in cells})
    judged = judged_of(
        host,
        "process",
        ((names[key], cell) for key, cell in cells.items()),
        title=f"rsyslog on {named(host)} dropped lines of {', '.join(sorted(set(names.values())))}{lost}{limit}",
        severity="warning",
        role="noise",
        status="none",
        at_least=False,
    )
    return replace(judged, values={"why": ". Besides: ".join(whys)})


def _why(pid: str, source: str) -> str:
    if pid:
        return OF_PROCESS
    return {ITSELF: OF_ITSELF, "imjournal": OF_JOURNAL}.get(source, OF_INPUT)


def _is_rsyslogs(gap: Gap) -> bool:
    """Whether rsyslog's limit made it: one of journald's has neither begin nor pid."""
    return gap.kind == "rate_limit" and (
        gap.begin is not None or gap.pid is not None or gap.allowed is not None
    )


def _name(pid: str, source: str, gap: Gap | None) -> str:
    if not pid:
        return "its own" if source == ITSELF else source or "an input"
    if gap is None or gap.program is None:
        return f"pid {pid}"
    return f"pid {pid} ({gap.program} by timing)" if gap.inferred else f"{gap.program}[{pid}]"


rule = Rule(
    id="rsyslog-rate-limit",
    severity="warning",
    stage="addressed",
    category="logging",
    fold=Seen(kinds=frozenset({"rsyslogd.drop_begin", "rsyslogd.lost"}), key=("host", "pid", "input")),
    judge=judge,
    says="rsyslog dropped lines of a process that wrote too fast: counts are lower bounds",
    fires=(
        "Dec 14 23:29:56 euca4 rsyslogd-2177: imuxsock begins to drop messages from pid 23662 due to rate-limiting\n",
        "Nov 22 06:01:28 nc01 rsyslogd: imuxsock[pid: 24859, name: dhcpd] from <nc01:dhcpd>: begin to drop messages"
        " due to rate-limiting\n",
        "Nov 22 06:01:35 nc01 rsyslogd: imuxsock[pid: 24859, name: dhcpd]: 1215 messages lost due to rate-limiting"
        " (200 allowed within 5 seconds)\n",
    ),
    quiet=(
        'Nov 22 06:01:28 nc01 rsyslogd: [origin software="rsyslogd" swVersion="8.2302.0" x-pid="24851"'
        ' x-info="https://www.rsyslog.com"] start\n',
        "Nov 22 06:01:28 nc01 dhcpd[24859]: begin to drop messages due to rate-limiting\n",
    ),
    telling=Telling(
        means=("rsyslog works as configured: {why}."),
    ),
    fix="$SystemLogRateLimitInterval 0 in /etc/rsyslog.conf, then restart rsyslog: keeps the next log whole",
)
