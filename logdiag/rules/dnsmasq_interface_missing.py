"""dnsmasq was told to serve an interface that does not exist.

What it looks for: `unknown interface NAME`, after which it exits, and no start since.

Why it fails a launch: no guest of that network gets an address from it.

What to do: see why the interface is missing; start dnsmasq after it, or use bind-dynamic.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="dnsmasq-interface-missing",
    kinds={"dnsmasq.interface_unknown"},
    subject="iface",
    noun="interface",
    mended_by={"dnsmasq.started"},
    title="dnsmasq on {where} did not start: there is no interface {name}",
    means=(
        "dnsmasq binds itself to {iface} at its start (bind-interfaces), and exits where that "
        "does not exist: the bridge was not made yet (at a boot dnsmasq came first), was removed,"
        " or is written otherwise. No guest of that network gets an address from it."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="dnsmasq was told to serve an interface that does not exist",
    telling=Telling(
        beyond="not known: why the interface is missing",
        rivals=(
            (
                "another dnsmasq serves on, and a second one was started by hand",
                "pgrep -a dnsmasq shows one that is older",
            ),
        ),
        asks=(
            Ask(
                "ip -br link show {iface}",
                (
                    ("does not exist", "make it, or correct the name"),
                    ("UP", "it came later: start dnsmasq"),
                ),
            ),
        ),
    ),
    fires=("Nov 22 06:27:03 nc01 dnsmasq[23731]: unknown interface vnet99\n",),
    quiet=("Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: started, version 2.90 DNS disabled\n",),
    fix="make the interface, then start dnsmasq; bind-dynamic lets it wait for the interface",
)
