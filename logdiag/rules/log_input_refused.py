"""rsyslog may not read a file that it is to take lines from.

What it looks for: imfile's `on startup file '...' does not exist ... Reason: Permission denied`, `error
accessing file`, and imjournal's `open() failed for path` of its state file.

Why it fails a launch: it does not; lines that would tell why one failed are not taken over.

What to do: every directory above the file must be open to rsyslog's user; or see AppArmor, SELinux and the unit.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 rsyslogd[720]: "

rule = told(
    id="log-input-refused",
    kinds={"rsyslogd.input_refused"},
    subject="path",
    noun="file",
    title="rsyslog on {where} may not open {name}",
    means=(
        "The file may well exist: a parent directory above it is closed to the user rsyslog runs as, AppArmor"
        " or SELinux forbids it, or the unit of rsyslog takes the capability away (CapabilityBoundingSet)."
        " Lines of a file that it may not read are in no log of this host; without its state file imjournal"
        " does not know after a restart how far it had read, so that lines come twice or are missing."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="rsyslog may not read a file that it is to take lines from",
    symptom_of=("apparmor-denied", "selinux-denied"),
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "namei -l {path}",
                (
                    ("a directory closed to others", "chmod o+x it, or give rsyslog's user a group"),
                    ("all open", "journalctl -k -g DENIED; systemctl cat rsyslog: its capabilities"),
                ),
            ),
        ),
    ),
    fires=(f"{_HEAD}imfile: error accessing file '/srv/nova/nova.log': Permission denied [v8.2302.0]\n",),
    quiet=(f"{_HEAD}rsyslogd was HUPed\n",),
    fix="open the directories above it to the user of rsyslog, or allow it in AppArmor, SELinux or the unit",
)
