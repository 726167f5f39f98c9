"""rsyslog does not reach the server that it sends its lines to.

What it looks for: `cannot connect to SERVER:514: Connection refused`, `TCPSendBuf error ... destruct TCP
Connection`, with no word that the action was resumed.

Why it fails a launch: it does not; the lines that would tell why one failed are not on the log server.

What to do: see whether the log server listens; read the log on the machine itself.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 rsyslogd[720]: "

rule = told(
    id="log-server-unreached",
    kinds={"rsyslogd.not_connected"},
    subject="server",
    noun="server",
    fields=("reason",),
    mended_by={"rsyslogd.action_resumed"},
    title="rsyslog on {where} does not reach the log server {name}: {reason}",
    means=(
        "The remote server {server} refuses the connection, closed it or is not to be reached, so that"
        " rsyslog suspends forwarding and holds lines back, or loses them when its queue is full. They are"
        " missing on the log server: absence there proves nothing. The machine's own files have them."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="rsyslog does not reach the server that it sends its lines to",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "systemctl status rsyslog --no-pager",
                (
                    ("resumed", "it is over"),
                    ("suspended", "start the log server, or open its port in the firewall"),
                ),
            ),
        ),
    ),
    fires=(f"{_HEAD}cannot connect to 172.31.0.9:514: Connection refused [v8.2302.0]\n",),
    quiet=(f"{_HEAD}action 'action-3-builtin:omfwd' resumed (module 'builtin:omfwd') [v8.2302.0]\n",),
    fix="start the log server or open its port; a disk-assisted queue keeps the lines meanwhile",
)
