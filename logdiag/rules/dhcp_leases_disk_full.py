"""A DHCP server has no space for its lease file.

What it looks for: `No space left on device` in dhcpd's and dnsmasq's words about the lease file, and
dhcpd's `write_lease: unable to write lease IP` and `database update failed`.

Why it fails a launch: dhcpd gives no lease that it could not write down: all guests of this host that ask
go without.

What to do: free the disk.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_MASQD = "Nov 22 06:27:03 nc01 dnsmasq[23731]: "

rule = told(
    id="dhcp-leases-disk-full",
    kinds={
        "dhcpd.new_lease_file_failed",
        "dhcpd.commit_failed",
        "dhcpd.write_lease_failed",
        "dnsmasq.leases_not_written",
    },
    subject="host",
    noun="host",
    fields=(
        "reason",
        "ip",
    ),
    where=lambda fields: bool(fields["ip"]) or "No space left" in fields["reason"],
    title="The DHCP server on {where} has no space to write down its leases",
    means=(
        "The disk (or its inodes) with the lease file is full, or the quota is used up. dhcpd "
        "withholds every answer that it cannot write down, so that no guest gets a new lease, "
        "whatever is free in the pool. dnsmasq goes on, and forgets its leases at a restart."
    ),
    severity="error",
    stage="addressed",
    category="storage.disk",
    says="a DHCP server has no space for its lease file",
    telling=Telling(
        confidence="likely",
        rivals=(("the disk fails, rather than being full", "kernel: I/O error"),),
        asks=(
            Ask(
                "df -h /var/lib",
                (
                    ("100%", "free it"),
                    ("space left", "df -i: inodes; then the kernel's log"),
                ),
            ),
        ),
    ),
    symptom_of=("disk-failing",),
    fires=(
        (f"{_DHCPD}commit_leases: unable to commit, fsync(): No space left on device\n"),
        (
            f"{_MASQD}failed to write /var/lib/misc/dnsmasq.leases: No space left on device (retry"
            f" in 60 s)\n"
        ),
    ),
    quiet=((f"{_DHCPD}Wrote 4 leases to leases file.\n"),),
    fix="free the disk",
)
