"""rsyslog may not open a log file.

What it looks for: `file '/var/log/...': open error: Permission denied`.

Why it fails a launch: it does not; lines that would tell why one failed are missing.

What to do: give the file and its folder to the user rsyslog runs as (syslog on Ubuntu), or see AppArmor
and SELinux.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="log-file-refused",
    kinds={"rsyslogd.open_error"},
    subject="path",
    noun="file",
    title="rsyslog on {where} cannot open the log {name}",
    means=(
        "Lines for {path} are lost from here on. `Permission denied`: the file or its folder "
        "belongs to another user than the one rsyslog runs as (it gives up root: syslog:adm on "
        "Ubuntu), or AppArmor or SELinux forbids it. Its absence from that log proves nothing."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="rsyslog may not open a log file",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "ls -ld {path}",
                (
                    ("another owner than syslog", "give it to the user of rsyslog"),
                    ("the right one", "journalctl -k -g DENIED"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 rsyslogd[720]: file '/var/log/nova/nova-all.log': open error: "
            "Permission denied [v8.2302.0 try https://www.rsyslog.com/e/2433 ]\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 rsyslogd[720]: rsyslogd was HUPed\n",),
    fix="chown and chmod the file and its folder for the user of rsyslog, then restart it",
)
