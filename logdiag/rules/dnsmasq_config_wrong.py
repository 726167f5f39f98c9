"""dnsmasq does not understand its configuration.

What it looks for: `bad dhcp-range at line N of FILE` and the like, with no start since.

Why it fails a launch: dnsmasq exits; no guest of that network gets an address from it.

What to do: correct that line; dnsmasq --test says whether the rest is right.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:27:03 nc01 dnsmasq[23731]: "

rule = told(
    id="dnsmasq-config-wrong",
    kinds={"dnsmasq.config_wrong"},
    subject="path",
    noun="file",
    fields=("fault", "line"),
    mended_by={"dnsmasq.started"},
    title="dnsmasq on {where} does not start: {fault} at line {line} of {path}",
    means=(
        "dnsmasq does not understand line {line} of {path} ({fault}), and exits: the option is misspelt,"
        " its value is wrong, or this version does not know it. No guest of that network gets an address"
        " or a name from it."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="dnsmasq does not understand its configuration",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "dnsmasq --test",
                (("syntax check OK", "it was corrected: start it"), ("the same", "correct that line")),
            ),
        ),
    ),
    fires=(f"{_HEAD}bad dhcp-range at line 4 of /etc/dnsmasq.d/guests.conf\n",),
    quiet=("Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: started, version 2.90 DNS disabled\n",),
    fix="correct that line, then start dnsmasq",
)
