"""dhcpd says what it cannot start without, and the log stops before its last word.

What it looks for: `Can't open FILE: REASON`, `Can't open lease database`, `bad range`, `Configuration file errors
encountered -- exiting`, `Open a socket for LPF: REASON`, `IFACE: not found`, where no `exiting.` of dhcpd stands in
the log of that host: there dhcpd-exited judges.

Why it fails a launch: without dhcpd no guest of the host gets an address.

What to do: mend what it names: the file's owner and mode, the line of the configuration, the interface.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from logdiag.context import Context
from logdiag.rules.rule import Ask, Judged, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:22 nc01 dhcpd[24290]: "

_told = told(
    id="dhcpd-cannot-start",
    kinds={
        "dhcpd.cannot_open",
        "dhcpd.cannot_open_leases",
        "dhcpd.cannot_append",
        "dhcpd.bad_range",
        "dhcpd.config_error",
        "dhcpd.config_errors_exit",
        "dhcpd.interface_not_found",
        "dhcpd.several_networks",
        "dhcpd.socket_failed",
    },
    mended_by={"dhcpd.exiting", "dhcpd.listening", "dhcpd.ready"},
    subject="host",
    noun="host",
    fields=("path", "line", "reason"),
    # A lease that cannot be read is left out; an error of the configuration ends it.
    where=lambda fields: not (fields["line"] and "leases" in fields["path"]),
    title="dhcpd on {where} cannot start",
    means=(
        "dhcpd ends at once after such a line. 'Permission denied' on a file that exists: it gave up root first, and"
        " file or folder belong to another user, or AppArmor or SELinux forbids it. 'No such file': the lease file"
        " has to be made by hand once (touch). Errors of the configuration stand in the lines before it, with their"
        " place. No guest gets an address meanwhile."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="dhcpd says what it cannot start without, and the log stops before its last word",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("another dhcpd serves on, and a second one was started by hand", "pgrep shows an older one"),
        ),
        beyond="not known: whether it was started again; the log does not say",
        asks=(
            Ask(
                "pgrep -lf dhcpd", (("nothing", "it is down"), ("a process", "it serves by now, or still"))
            ),
            Ask(
                "dhcpd -t -cf /etc/dhcp/dhcpd.conf", (("an error", "mend that line"), ("none", "start it"))
            ),
        ),
    ),
    symptom_of=("apparmor-denied", "selinux-denied", "filesystem-read-only"),
    fires=(
        f"{_DHCPD}Can't open lease database /var/lib/dhcp/dhcpd.leases: Permission denied --\n",
        f"{_DHCPD}Can't open /etc/dhcp/dhcpd.conf: Permission denied\n",
    ),
    quiet=(f"{_DHCPD}Wrote 4 leases to leases file.\n",),
    fix="mend what it names, and start dhcpd",
)


def judge(state: Any, context: Context) -> Iterator[Judged]:
    """As told, but for hosts where dhcpd then says that it exits, or that it listens."""
    return (_placed(judged) for judged in _told.judge(state, context) if judged.role == "cause")


def _placed(judged: Judged) -> Judged:
    """With the file, the line and the reason in its title, as far as dhcpd tells them."""
    path, line, reason = (judged.values[name] for name in ("path", "line", "reason"))
    place = f"{path} line {line}: " if line else f"{path}: " if path else ""
    return replace(judged, title=f"{judged.title}: {place}{reason.rstrip('. -')}") if reason else judged


rule = replace(_told, judge=judge)
