"""This machine: its journal, its system logs and the configurations that speak about launches.

In: the root folder and the journal's command. Out: what `find` gives, with hints on what was out of reach.
Strictly read-only: nothing is written but an unlinked spool.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from logdiag.read.access import with_rights
from logdiag.read.find import find_file, find_folder
from logdiag.read.findings import ByContent, Finding, Found, Note, Problem, gathered
from logdiag.read.folder import Met, in_reading_order
from logdiag.read.identify import identified, with_journals
from logdiag.read.journals import CannotRunError, exported

JOURNAL_COMMAND = ("journalctl", "-o", "json", "--no-pager")
JOURNAL_NAME = "journal"

LOG_FOLDER = "var/log"
# Programs' own folders are read whole; of the system's folder only what may speak about launches.
PROGRAM_FOLDERS = (
    "var/log/eucalyptus",
    "var/log/libvirt",
    "var/log/nova",
    "var/log/neutron",
    "var/log/kea",
)
SYSTEM_LOG = re.compile(
    r"(messages|syslog|daemon\.log|kern\.log|user\.log|debug|dhcpd\.log|dnsmasq\.log|cloud-init(-output)?\.log)"
    r"([.-][0-9]+)?(\.(gz|xz|bz2|zst))?"
)
CONFIGURATIONS = (
    "etc/dhcp/dhcpd.conf",
    "etc/dhcpd.conf",
    "run/eucalyptus/net/euca-dhcp.conf",
    "var/run/eucalyptus/net/euca-dhcp.conf",
)


def this_machine(
    *,
    recognise: Callable[[str], str | None],
    looks_like_log: Callable[[str], bool],
    root: str = "/",
    journal_command: Sequence[str] = JOURNAL_COMMAND,
    spool_folder: str | None = None,
) -> Found:
    """What this machine keeps: the journal as "journal", then its logs and configurations by their paths.

    No problem in it is `named`, as nobody named a path; what is simply not there is no problem. The journal
    and a system log may hold the same events: both are read.
    """
    by, met = ByContent(recognise, looks_like_log, spool_folder), Met()
    findings = [*_journal(journal_command, by, met), *_files(root, by, met)]
    found = replace(gathered(_without_doubles(findings)), of_machine=True)
    needs_rights = any(problem.needs_rights for problem in found.problems)
    return replace(found, hints=(with_rights([]),)) if needs_rights else found


def _journal(command: Sequence[str], by: ByContent, met: Met) -> Iterator[Finding]:
    """The journal, spooled, and what its command said against it."""
    try:
        export = exported(command, (), by.spool_folder)
    except CannotRunError as failed:
        yield Note(JOURNAL_NAME, f"cannot be read here: {failed}")
        return
    except OSError as failed:
        yield Problem(JOURNAL_NAME, f"has no room to be read into ({failed})", "set TMPDIR", named=False)
        return
    if export.content.size:
        yield from with_journals(list(identified(JOURNAL_NAME, export.content, by, met, named=True)), by)
    yield from _said_against(export.words, export.status, is_empty=not export.content.size)


def _said_against(words: str, status: int, *, is_empty: bool) -> Iterator[Finding]:
    """journalctl tells on stderr when it may not see all (systemd 252, src/shared/journal-util.c)."""
    first = next((line.strip() for line in words.splitlines() if line.strip()), "")
    if "insufficient permissions" in words or "not seeing messages from other users" in words:
        cure = 'sudo logdiag scan, or: sudo usermod -aG systemd-journal "$USER"'
        yield Problem(
            JOURNAL_NAME, "may not be read by you, or only in part", cure, named=False, needs_rights=True
        )
    elif status:
        why = f"ended in an error (status {status}): {first}" if first else f"ended with status {status}"
        yield Problem(JOURNAL_NAME, why, "try journalctl -o json | logdiag scan -", named=False)
    elif is_empty:
        yield Note(JOURNAL_NAME, "holds no entries")


def _files(root: str, by: ByContent, met: Met) -> Iterator[Finding]:
    for path in _system_logs(os.path.join(root, LOG_FOLDER)):
        yield from find_file(path, by, met, named=False)
    for folder in PROGRAM_FOLDERS:
        path = os.path.join(root, folder)
        if os.path.isdir(path):
            yield from find_folder(path, by, met, named=False)
    for configuration in CONFIGURATIONS:
        path = os.path.join(root, configuration)
        if os.path.exists(path):
            yield from find_file(path, by, met, named=False)


def _system_logs(folder: str) -> list[str]:
    """Paths of the system's logs and their rotations, in the order of their names."""
    try:
        names = in_reading_order(os.listdir(folder))
    except OSError:
        return []
    paths = (os.path.join(folder, name) for name in names if SYSTEM_LOG.fullmatch(name))
    return [path for path in paths if os.path.isfile(path)]


def _without_doubles(findings: Sequence[Finding]) -> Iterator[Finding]:
    """/var/run is /run on most systems: that one file has two of the names looked for is worth no note."""
    for finding in findings:
        if not (isinstance(finding, Note) and finding.is_double):
            yield finding
