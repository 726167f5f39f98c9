"""A DHCP server cannot write its lease file.

What it looks for: dhcpd's `Can't create new lease file: REASON`, `commit_leases: unable to commit`,
`write_lease: unable to write lease`; dnsmasq's `failed to write FILE` and `cannot open or create lease
file`; Kea's `LEASE_FILE_REOPEN_FAIL`.

Why it fails a launch: dhcpd gives no ACK that it could not write down first. It rewrites the whole file
from time to time by making a new one beside it: hours of service may pass before that fails.

What to do: Permission denied: give file and folder to the user that the server runs as. No space left:
free the disk.
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
        "dhcpd.write_lease_failed",
        "dnsmasq.leases_not_written",
        "dnsmasq.leases_not_opened",
        "kea.leases_not_kept",
    },
    subject="host",
    noun="host",
    fields=("reason",),
    title="The DHCP server on {where} cannot write its lease file: {reason}",
    means=(
        "The server works as an unprivileged user, after it gave up root, and rewrites its lease "
        "file by making a new one in the same folder, at its start and then once an hour or so. "
        "'Permission denied': file or folder belong to another user (the service was moved to "
        "another user and the old lease files kept their owner; root made the folder anew; "
        "AppArmor or SELinux forbids it), so that it works until the first rewrite and again "
        "after a restart. 'No space left on device': the disk is full. Answers are withheld while"
        " leases cannot be written down."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="a DHCP server cannot write its lease file",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "AppArmor or SELinux denies it, and the owner is right",
                'a line with apparmor="DENIED" or avc: denied of that second',
            ),
            ("the folder lies on a read-only or full disk", "df and mount say so"),
        ),
        beyond="not known: owner, full disk or a security module; the commands split it",
        asks=(
            Ask(
                "ls -ld /var/lib/dhcp /var/lib/dhcp/* /var/lib/dhcpd /var/lib/dhcpd/*",
                (
                    ("another owner than the server's user", "chown them to it"),
                    ("its own", "look at AppArmor, SELinux and the disk"),
                ),
            ),
            Ask("ps -o user= -C dhcpd", (("the user it runs as", "that one must own folder and files"),)),
            Ask("df -h /var/lib", (("100%", "free the disk"),)),
        ),
        fix=(
            ("chown the lease files and their folder to the user that the server runs as, and restart it"),
            "or free the disk, where that is the reason",
        ),
    ),
    symptom_of=(
        "filesystem-read-only",
        "apparmor-denied",
        "selinux-denied",
    ),
    fires=(
        (f"{_DHCPD}Can't create new lease file: Permission denied\n"),
        (f"{_D6}Can't create new lease file: Permission denied\n"),
        (f"{_DHCPD}commit_leases: unable to commit, fsync(): No space left on device\n"),
        (
            f"{_MASQD}failed to write /var/lib/misc/dnsmasq.leases: No space left on device (retry"
            f" in 60 s)\n"
        ),
    ),
    quiet=((f"{_DHCPD}Wrote 4 leases to leases file.\n"),),
    fix="chown the lease files and their folder to the server's user, or free the disk",
)
