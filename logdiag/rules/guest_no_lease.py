"""A guest asked for an address itself and got none.

What it looks for: cloud-init's `dhclient did not produce expected files`.

Why it fails a launch: without an address the guest reaches neither its metadata nor anybody.

What to do: the DHCP server's log for the guest's MAC; the guest's port in its bridge; security rules.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 guest1 cloud-init[812]: 2026-11-22 06:16:00,123 - "

rule = told(
    id="guest-no-lease",
    kinds={"cloudinit.no_lease"},
    subject="host",
    noun="guest",
    fields=("path",),
    title="A guest ({where}) got no address by DHCP",
    means=(
        "cloud-init in the guest ran a DHCP client, which came back without a lease. The request did"
        " not reach a server, the server refused it, or its answer did not come back."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.client",
    says="a guest asked for an address itself and got none",
    telling=Telling(
        beyond="not known: where the request or the answer was lost",
        asks=(
            Ask(
                "tcpdump -c 4 -ni any port 67 or port 68",
                (
                    ("requests and no answer", "no server, or it refuses: see its log"),
                    ("nothing", "the guest's port is not in its network"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}dhcp.py[WARNING]: dhclient did not produce expected files: dhclient.pid, dhcp.leases\n",
    ),
    quiet=(
        (
            "Nov 22 06:16:20 guest1 cloud-init[812]: Cloud-init v. 22.4.2-1 finished at Sun, 22 Nov 2026"
            " 06:16:20 +0000. Datasource DataSourceEc2Local.  Up 26.10 seconds\n"
        ),
    ),
    fix="see the DHCP server's log for the guest's MAC",
)
