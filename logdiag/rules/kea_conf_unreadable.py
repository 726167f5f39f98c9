"""Kea cannot read its configuration file.

What it looks for: `Syntax check failed with: Unable to open file FILE`, and no start of Kea since.

Why it fails a launch: Kea does not start: no guest gets an address.

What to do: the file exists: then its owner, its mode, or AppArmor (a profile without the capability
dac_override, where the file is another user's) forbids it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "

rule = told(
    id="kea-conf-unreadable",
    kinds={"kea.conf_unreadable"},
    mended_by={"kea.started"},
    subject="path",
    noun="file",
    title="Kea on {where} cannot open its configuration {name}",
    means=(
        "The file is missing, or Kea's user may not read it: owner and mode, or AppArmor and "
        "SELinux, which forbid root's override too. Kea does not start without it, so that no "
        "guest gets an address."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="Kea cannot read its configuration file",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the file is missing", "ls says so"),
            ("AppArmor or SELinux denies it", "a denial of that second in the kernel's log"),
        ),
        asks=(
            Ask(
                "ls -l {path}",
                (
                    ("no such file", "restore it"),
                    ("another owner, mode 600", "chown it to Kea's user"),
                    ("readable", "look at AppArmor: aa-status, dmesg"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "apparmor-denied",
        "apparmor-capability",
        "selinux-denied",
    ),
    fires=((f"{_KEA}Syntax check failed with: Unable to open file /etc/kea/kea-dhcp4.conf\n"),),
    quiet=((f"{_KEA}INFO  [kea-dhcp4.dhcp4.140] DHCP4_STARTED Kea DHCPv4 server version 2.2.0 started\n"),),
    fix="let Kea's user read the file",
)
