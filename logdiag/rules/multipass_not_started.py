"""Multipass' daemon ended, mostly since its dnsmasq did.

What it looks for: `dnsmasq died`, `dnsmasq: cannot ...`, `Caught an unhandled exception`.

Why it fails a launch: without the daemon no machine is made; without its dnsmasq none has an address.

What to do: mend what dnsmasq names: another DNS server on the bridge's address, a confinement that forbids
it.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="multipass-not-started",
        kinds={"multipass.dnsmasq_died", "multipass.not_run"},
        subject="host",
        fields=("reason",),
        title="Multipass on {where} did not start: {reason}",
        means="multipassd ended, or its dnsmasq did: {reason}.",
        severity="error",
        stage="requested",
        category="hypervisor",
        says="Multipass' daemon ended, mostly since its dnsmasq did",
        symptom_of=("apparmor-denied",),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "journalctl -k -g DENIED --no-pager",
                    (("lines of dnsmasq or multipass", "AppArmor forbids it"),),
                ),
                Ask("ss -lnup", (("another program on port 53 or 67 of the bridge", "it has the port"),)),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 multipassd[3496]: dnsmasq: cannot create netlink socket: Operation "
            "not permitted\n",
        ),
        quiet=("Nov 22 06:16:00 nc01 multipassd[3496]: Starting dnsmasq\n",),
        fix="mend what dnsmasq names, then restart multipassd",
    )
)
