"""rsyslog or syslog-ng does not understand its configuration.

What it looks for: syslog-ng's `Error parsing config, syntax error ... in FILE:LINE`, rsyslog's `error during parsing
file FILE, on or before line N`.

Why it fails a launch: it does not; syslog-ng does not start, rsyslog leaves that part out, and lines that would
tell why a launch failed are not written.

What to do: correct the line; syslog-ng --syntax-only or rsyslogd -N1 says whether the rest is right.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="log-config-wrong",
    kinds={"syslogng.config_wrong", "rsyslogd.config_wrong"},
    subject="program",
    noun="service",
    fields=("path", "line", "reason"),
    mended_by={"syslogng.started"},
    title="{name} on {where} does not understand its configuration: {reason}",
    means=(
        "There is a mistake in the configuration of the logging service: a word that is misspelt, a bracket"
        " that is not closed, an option or module of another version, or a file that it may not read."
        " syslog-ng does not start then; rsyslog goes on without that part. Lines are not written, and"
        " their absence proves nothing."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="rsyslog or syslog-ng does not understand its configuration",
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask("syslog-ng --syntax-only", (("no word", "it was corrected"), ("the same", "correct it"))),
            Ask(
                "rsyslogd -N1", (("End of config validation run", "see whether it names an error before"),)
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 syslog-ng[2210]: Error parsing config, syntax error, unexpected LL_ERROR in"
        " /etc/syslog-ng/syslog-ng.conf:14:1-14:7:\n",
        "Nov 22 06:16:00 nc01 rsyslogd[2210]: error during parsing file /etc/rsyslog.d/60-nova.conf, on or before"
        " line 5: syntax error on token 'modul' [v8.2302.0 try https://www.rsyslog.com/e/2207 ]\n",
    ),
    quiet=("Nov 22 06:16:00 nc01 syslog-ng[2210]: syslog-ng starting up; version='3.38.1'\n",),
    fix="correct that line, then start the logging service again",
)
