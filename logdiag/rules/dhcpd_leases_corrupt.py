"""dhcpd's lease file is damaged.

What it looks for: `Corrupt lease file - possible data loss!`, `possibly corrupt lease file`, and errors
with a line of the lease file instead of the configuration (`/var/lib/dhcp/dhcpd.leases line 4: semicolon
expected.`).

Why it fails a launch: leases that it cannot read are forgotten, so that addresses in use may be given to
others.

What to do: look at the line that it names; restore the file from its backup (dhcpd.leases~).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "

rule = told(
    id="dhcpd-leases-corrupt",
    kinds={"dhcpd.leases_corrupt", "dhcpd.config_error"},
    subject="host",
    noun="host",
    fields=("path",),
    where=lambda fields: not fields["path"] or "lease" in fields["path"],
    title="The lease file of dhcpd on {where} is damaged",
    means=(
        "dhcpd was killed, or the disk was full, while it wrote the file; or somebody edited it. "
        "It goes on with the leases that it could read: it may give addresses to new guests that "
        "others still use."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.server",
    says="dhcpd's lease file is damaged",
    telling=Telling(
        confidence="possible",
        asks=(Ask("dhcpd -t -lf /var/lib/dhcp/dhcpd.leases", (("a line number", "look there"),)),),
    ),
    fires=(
        (f"{_DHCPD}Corrupt lease file - possible data loss!\n"),
        (f"{_DHCPD}/var/lib/dhcp/dhcpd.leases line 4: semicolon expected.\n"),
    ),
    quiet=((f"{_DHCPD}Wrote 4 leases to leases file.\n"),),
    fix="mend the line, or restore dhcpd.leases~",
)
