"""keepalived gave up a shared address.

What it looks for: `(NAME) Entering FAULT STATE`, `Netlink reports IFACE down`, and no MASTER or BACKUP after it.

Why it fails a launch: the address (of an API, or of a router's gateway) is on no host that says so, if all are at
fault.

What to do: bring back the interface or the check that it watches; the lines before it name them.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="keepalived-fault",
    kinds={"keepalived.fault", "keepalived.link_down"},
    mended_by={"keepalived.well"},
    subject="host",
    fields=("router", "iface"),
    title="keepalived on {where} gave up its address (VRRP instance {router}), interface down: {iface}",
    means=(
        "An interface that the VRRP instance {router} uses or watches went down ({iface}) or lost its address, or its"
        " check script failed: keepalived takes the shared address off this host. If the other host cannot hold it,"
        " the API or the gateway behind it is away."
    ),
    severity="warning",
    stage="configured",
    category="network.link",
    says="keepalived gave up a shared address",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        rivals=(("the other host took the address over", "its keepalived says MASTER"),),
        asks=(
            Ask(
                "ip -br addr",
                (
                    ("the interface is DOWN", "bring its link up"),
                    ("the shared address is there", "it is over"),
                ),
            ),
        ),
    ),
    fires=("Nov 22 06:16:00 ctl1 Keepalived_vrrp[24226]: (VR_7) Entering FAULT STATE\n",),
    quiet=("Nov 22 06:16:00 ctl1 Keepalived_vrrp[24226]: (VR_7) Entering MASTER STATE\n",),
    fix="bring the interface that it watches up",
)
