"""rsyslog runs without a part of its configuration.

What it looks for: `could not load module '...'`, `activation of module ... failed`, `error reading certificate file
'...'`, `error starting up disk queue, using pure in-memory mode`.

Why it fails a launch: it does not; lines that would tell why one failed are not received, sent or kept.

What to do: the certificate's path, owner and SELinux label; the package of the module; the work directory.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 rsyslogd[720]: "

rule = told(
    id="log-part-not-started",
    kinds={"rsyslogd.certificate_unread", "rsyslogd.module_failed", "rsyslogd.queue_in_memory"},
    subject="part",
    noun="part",
    title="rsyslog on {where} runs without a part of its configuration: {name}",
    means=(
        "rsyslog started, but could not bring up what is named. A certificate that it cannot read (path,"
        " owner, SELinux label) or a module whose package is not installed: it does not receive or send"
        " lines by that way. A disk queue that did not start: its work directory is missing or closed to"
        " it, and what waits is lost at a restart. Absence from the log proves nothing."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="rsyslog runs without a part of its configuration",
    symptom_of=("apparmor-denied", "selinux-denied", "log-config-wrong"),
    telling=Telling(
        needs_launch=True,
        asks=(Ask("rsyslogd -N1", (("an error", "it names the line that asks for that part"),)),),
    ),
    fires=(
        f"{_HEAD}could not load module '/usr/lib64/rsyslog/lmnsd_gtls.so', rsyslog error -2078  [v8.2102.0]\n",
        f"{_HEAD}error starting up disk queue, using pure in-memory mode [v8.2112.0]\n",
    ),
    quiet=(f"{_HEAD}rsyslogd was HUPed\n",),
    fix="give it the certificate, the module or the work directory, then restart rsyslog",
)
