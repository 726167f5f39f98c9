"""journald cannot write its journal.

What it looks for: `Failed to create new system journal: No space left on device`, `Failed to write entry (...),
ignoring: ...`.

Why it fails a launch: it does not; lines that would tell why one failed are missing from the journal.

What to do: df -h /var/log/journal; make space there (journalctl --vacuum-size), then restart systemd-journald.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 systemd-journald[390]: "

rule = told(
    id="journal-not-written",
    kinds={"journald.not_opened", "journald.not_written"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="journald on {where} cannot write its journal: {reason}",
    means=(
        "Entries are lost from the journal. `No space left on device`: the file system of /var/log/journal"
        " is full (or /run, which is memory); journald may not go on by itself when there is space again."
        " `Cannot allocate memory`: memory or the memory limit of its unit was used up. Whatever filled"
        " the disk or the memory hits other services as well; absence from this journal proves nothing."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="journald cannot write its journal",
    symptom_of=("host-out-of-memory", "no-space-left", "filesystem-read-only"),
    telling=Telling(
        needs_launch=True,
        asks=(
            Ask(
                "df -h /var/log/journal /run",
                (("100%", "make space, then restart systemd-journald"), ("less", "it is over, or memory")),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Failed to create new system journal: No space left on device\n",
        f"{_HEAD}Failed to write entry (24 items, 771 bytes), ignoring: Cannot allocate memory\n",
    ),
    quiet=(f"{_HEAD}Journal started\n",),
    fix="make space (journalctl --vacuum-size=200M), then systemctl restart systemd-journald",
)
