"""The log itself cannot be written.

What it looks for: rsyslog's `file '...' write error` and syslog-ng's `I/O error occurred while writing`,
with the system's reason.

Why it fails a launch: a disk that is full under /var/log is mostly full for others too: leases, images
and instance records are not written either. And the log has a hole.

What to do: free the disk; then look at what else lies on it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SYSNG = "Nov 22 06:01:28 nc01 syslog-ng[390]: "
_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "

rule = told(
    id="log-disk-full",
    kinds={"rsyslogd.write_error", "syslogng.unwritable"},
    subject="path",
    noun="file",
    fields=("reason",),
    title="The log {name} on {where} cannot be written",
    means=(
        "Lines are missing from here on. 'No space left on device': whatever else lies on that "
        "disk (DHCP's lease file, Eucalyptus' or nova's state, images under /var/lib) fails the "
        "same way, and launches with it."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="the log itself cannot be written: mostly a full disk",
    telling=Telling(
        confidence="likely",
        rivals=(("only the log's own partition is full", "df: /var/log is apart from /var/lib"),),
        asks=(
            Ask(
                "df -h /var /var/log /var/lib",
                (
                    ("100%", "free it"),
                    ("space left", "df -i: inodes may be used up"),
                ),
            ),
        ),
        needs_launch=True,
    ),
    symptom_of=("filesystem-read-only",),
    fires=(
        (
            f"{_SYSNG}I/O error occurred while writing; fd='13', error='No space left on device "
            f"(28)'\n"
            f"{_DHCPD}DHCPDISCOVER from d0:0d:e1:00:00:01 via br0\n"
        ),
    ),
    quiet=((f"{_SYSNG}syslog-ng starting up; version='3.38.1'\n"),),
    fix="free the disk",
)
