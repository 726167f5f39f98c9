"""A tool that makes machines by libvirt was refused.

What it looks for: minikube's `Error in driver during machine creation`, terraform's `error creating libvirt
domain`, vagrant's `Call to virDomainCreateWithFlags failed`, with the reason.

Why it fails a launch: the machine was not made, or got no address.

What to do: mend what the reason names; libvirt's and qemu's own logs have more.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="machine-not-made",
        kinds={"vmclients.not_made", "vmclients.domain_refused"},
        subject="host",
        fields=("reason",),
        title="A machine was not made: {reason}",
        means="The tool that was to make the machine by libvirt got back: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="a tool that makes machines by libvirt was refused",
        symptom_of=(
            "apparmor-denied",
            "selinux-denied",
            "guest-disk-permission",
            "guest-disk-missing",
            "image-locked",
            "disk-lock-refused",
            "kvm-no-access",
            "kvm-disabled",
            "bridge-missing",
            "libvirt-network-inactive",
            "dhcp-offer-not-taken",
            "no-space-left",
        ),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "virsh list --all",
                    (
                        ("running", "the machine is there: its network or its boot is at fault"),
                        ("shut off or nothing", "it did not start"),
                    ),
                ),
                Ask(
                    "virsh net-dhcp-leases default",
                    (("no row", "no machine of that network got an address"),),
                ),
            ),
        ),
        fires=(
            "E1122 06:16:00.650884   29191 start.go:123] Error creating machine: Error in driver "
            "during machine creation: machine didn't return an IP after 120 seconds\n",
        ),
        quiet=(
            "I1122 06:16:00.646908   29191 main.go:110] libmachine: (minikube) DBG | Waiting for "
            "machine to come up 39/40\n",
        ),
        fix="mend what the reason names and make the machine again",
    )
)
