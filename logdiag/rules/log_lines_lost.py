"""A logging service or the kernel says that lines are missing.

What it looks for: journald's `Missed N kernel messages`, `Forwarding to syslog missed N messages.` and `Journal
file corrupted`, the kernel's `N callbacks suppressed`, `N printk messages dropped` and `audit_lost=N`,
syslog-ng's `Destination queue full` and `Number of allowed concurrent connections reached`, Open vSwitch's
`Dropped N log messages`.

Why it fails a launch: it does not. What is missing may be just what would tell why one failed.

What to do: read the journal where syslog missed lines; raise the limit that was met, before the next try.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import Context, named
from logdiag.rules.folds import Cell, Seen, Values
from logdiag.rules.rule import Judged, Rule, Telling, judged_of

# Who passes on the lines of others; any other program speaks of its own.
_OF_ALL = ("kernel", "systemd-journal", "rsyslogd", "syslog-ng")


def judge(state: Values[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host, who says so as entities. Always noise: it hides trouble, it makes none."""
    for host in context.hosts:
        cells = {key[1]: cell for key, cell in state.on(host)}
        if cells:
            judged = judged_of(
                host,
                "program",
                cells.items(),
                title=f"Lines are missing in the log of {named(host)}, say {', '.join(sorted(cells))}",
                severity="info",
                role="noise",
                status="none",
                at_least=False,
            )
            yield replace(judged, values={"why": _why(sorted(cells))})


def _why(programs: list[str]) -> str:
    """Whose limit it was, and where the lines are."""
    own = [program for program in programs if not program.startswith(_OF_ALL)]
    whys = ["Where syslog missed lines the journal has them (journalctl); the kernel's are gone"]
    if own:
        limits = "limits itself" if len(own) == 1 else "each limit themselves"
        whys.append(
            f"{', '.join(own)} {limits}: neither rsyslog nor journald dropped anything there, the limit is its own"
        )
    return ". ".join(whys if len(own) < len(programs) else whys[1:])


rule = Rule(
    id="log-lines-lost",
    severity="info",
    stage="addressed",
    category="logging",
    fold=Seen(
        kinds=frozenset(
            {
                *("journald.kernel_missed", "journald.forward_missed", "journald.corrupted"),
                *("printk.suppressed", "printk.dropped", "printk.audit_lost"),
                *("syslogng.queue_full", "syslogng.connection_rejected", "syslogng.unreachable"),
                "openvswitch.lines_dropped",
                "rsyslogd.queue_lost",
            }
        ),
        key=("host", "program"),
    ),
    judge=judge,
    says="the kernel or a logging service says that lines are missing",
    fires=(
        "Nov 22 06:01:28 nc01 systemd-journald[390]: Missed 12 kernel messages\n",
        "Nov 22 06:01:28 nc01 kernel: net_ratelimit: 37 callbacks suppressed\n",
        "Nov 22 06:01:28 nc01 syslog-ng[390]: Destination queue full, dropping message\n",
    ),
    quiet=("Nov 22 06:01:28 nc01 systemd-journald[390]: Journal started\n",),
    telling=Telling(
        means=(
            "What these say is missing may be just what would tell why a launch failed: absence proves nothing there."
            " {why}."
        ),
    ),
    fix="a larger kernel ring buffer (log_buf_len), a longer queue; read the journal where syslog missed lines",
)
