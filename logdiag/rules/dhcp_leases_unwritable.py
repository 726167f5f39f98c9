"""A DHCP server may not write its lease file.

What it looks for: dhcpd's `Can't create new lease file: Permission denied` and its like, dnsmasq's
`cannot open or create lease file`, Kea's `LEASE_FILE_REOPEN_FAIL`; a full disk is another rule's.

Why it fails a launch: dhcpd gives no ACK that it could not write down first. It rewrites the whole file
from time to time by making a new one beside it: hours of service may pass before that fails.

What to do: give file and folder to the user that the server runs as.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_MASQD = "Nov 22 06:27:03 nc01 dnsmasq[23731]: "
_D6 = "Nov 22 06:11:44 nc01 dhcpd6[24290]: "

rule = told(
    id="dhcp-leases-unwritable",
    kinds={
        "dhcpd.new_lease_file_failed",
        "dhcpd.commit_failed",
        "dnsmasq.leases_not_written",
        "dnsmasq.leases_not_opened",
        "kea.leases_not_kept",
    },
    subject="host",
    noun="host",
    fields=("reason",),
    where=lambda fields: "No space left" not in fields["reason"],
    title="The DHCP server on {where} cannot write its lease file: {reason}",
    means=(
        "Its lease file or folder belongs to another user than the one that it runs as since it "
        "gave up root: mostly the service was moved to an unprivileged user, and the old files "
        "kept their owner. dhcpd makes a new file in that folder at its start and about every "
        "hour, so that it works until the first rewrite, and again after a restart. Leases that "
        "are not written down are not given."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="a DHCP server may not write its lease file",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "AppArmor or SELinux denies it, and the owner is right",
                'a line with apparmor="DENIED" or avc: denied of that second',
            ),
            ("the folder lies on a read-only file system", "mount says so"),
        ),
        beyond="not known: the owner, or a security module; the commands split it",
        asks=(
            Ask(
                "ls -ld /var/lib/dhcp /var/lib/dhcp/* /var/lib/dhcpd /var/lib/dhcpd/*",
                (
                    ("another owner than the server's user", "chown them to it"),
                    ("its own", "look at AppArmor, SELinux and mount"),
                ),
            ),
            Ask("ps -o user= -C dhcpd", (("the user it runs as", "that one must own folder and files"),)),
        ),
        fix=(
            ("chown the lease files and their folder to the user that the server runs as, and restart it"),
        ),
    ),
    symptom_of=(
        "filesystem-read-only",
        "apparmor-denied",
        "apparmor-capability",
        "selinux-denied",
    ),
    fires=(
        (f"{_DHCPD}Can't create new lease file: Permission denied\n"),
        (f"{_D6}Can't create new lease file: Permission denied\n"),
        (f"{_MASQD}cannot open or create lease file /var/lib/misc/dnsmasq.leases: Permission denied\n"),
    ),
    quiet=((f"{_DHCPD}Wrote 4 leases to leases file.\n"),),
    fix="chown the lease files and their folder to the server's user",
)
