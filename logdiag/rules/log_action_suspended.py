"""rsyslog suspended one of its outputs and did not take it up again.

What it looks for: `action '...' suspended`, with no `resumed` after it.

Why it fails a launch: it does not; lines that would tell why one failed may be missing where that output writes.

What to do: the line before names the reason: a full disk, a file it may not write, a log server that is down.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 rsyslogd[720]: "
_SUSPENDED = (
    f"{_HEAD}action 'action-3-builtin:omfile' suspended (module 'builtin:omfile'), retry 0. There should be messages"
    " before this one giving the reason for suspension. [v8.2302.0]\n"
)

rule = told(
    id="log-action-suspended",
    kinds={"rsyslogd.action_suspended"},
    subject="action",
    noun="output",
    mended_by={"rsyslogd.action_resumed"},
    title="rsyslog on {where} suspended an output: {name}",
    means=(
        "What rsyslog writes or sends there waits in its queue, and is lost when that is full. The reason"
        " stands in a line before: a full disk, a file it may not write, a log server that does not answer."
        " Absence from that output proves nothing."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="rsyslog suspended one of its outputs and did not take it up again",
    symptom_of=("log-server-unreached", "log-file-refused", "log-disk-full"),
    telling=Telling(needs_launch=True),
    fires=(_SUSPENDED,),
    quiet=(f"{_HEAD}action 'action-3-builtin:omfile' resumed (module 'builtin:omfile') [v8.2302.0]\n",),
    fix="mend what the line before names; rsyslog takes the output up again by itself",
)
