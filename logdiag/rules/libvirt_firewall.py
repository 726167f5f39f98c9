"""libvirt could not write its firewall rules.

What it looks for: `Failed to apply firewall rules ...`, firewalld's `COMMAND_FAILED`.

Why it fails a launch: a network of libvirt with NAT or filters does not start without its rules, nor does a
guest with a network filter.

What to do: see the text of iptables or nft in the message: a missing module (boot the kernel whose modules
are installed), iptables and nftables mixed, another program that holds the lock, firewalld stopped or
reloaded.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-firewall",
    kinds={"libvirt.firewall_rules"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="libvirt on {where} could not write its firewall rules",
    means=(
        "iptables, nft or firewalld refused a rule: {reason}. The network or filter that needs it is"
        " not started, and guests"
        " on it fail. Usual causes are modules of the running kernel that are not installed (a kernel"
        " update without a"
        " boot), legacy and nf_tables rules mixed, and a firewall that was flushed or restarted meanwhile."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="libvirt could not write its firewall rules",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: which of these; the command below splits it",
        asks=(
            Ask(
                "iptables -w -L -n",
                (
                    ("an error", "iptables itself does not work: modules or tables are missing"),
                    ("a list", "restart libvirtd: it writes its rules again"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_HEAD}internal error: Failed to apply firewall rules /usr/sbin/iptables -w --table filter"
            f" --list-rules: iptables v1.8.9 (legacy): can't initialize iptables table `filter': Table"
            f" does not exist\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="make iptables work (kernel modules, one backend), then restart libvirtd or firewalld",
)
