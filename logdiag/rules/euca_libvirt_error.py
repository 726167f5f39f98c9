"""libvirt refused what Eucalyptus' node component asked of it.

What it looks for: `libvirt: TEXT (code=N)` in nc.log, but for domains that are not found, which it asks
for all the time.

Why it fails a launch: it is libvirt's own reason why an instance was not started: the lines about the
instance itself do not repeat it.

What to do: mend what the text names; libvirt's and the domain's own logs say more.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

# The node asks for domains that may be gone.
_USUAL = ("no domain with matching", "Domain not found", "domain is not running")
# These have rules of their own.
_OTHERS = ("os type", "annot allocate memory", "set up guest memory")

rule = told(
    id="euca-libvirt-error",
    kinds={"nc.libvirt_error"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=lambda fields: not any(known in fields["reason"] for known in _USUAL + _OTHERS),
    title="libvirt refused what Eucalyptus' node asked of it: {reason}",
    means=(
        "The node component hands on libvirt's words. Just before 'hypervisor failed to create "
        "the instance' they are the reason: 'Cannot get interface MTU on ..' or 'No such device':"
        " the bridge is missing; 'Permission denied': the image's owner, AppArmor or SELinux; "
        "'process exited while connecting to monitor': qemu's own words follow in "
        "/var/log/libvirt/qemu."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="libvirt refused what Eucalyptus' node component asked of it",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "it was about something else than a launch (a detach, a migration)",
                "no instance failed at that moment",
            ),
        ),
        asks=(
            Ask(
                "tail -n 50 /var/log/libvirt/libvirtd.log",
                (
                    ("the same text with its place", "that is the reason"),
                    ("nothing", "look into /var/log/libvirt/qemu"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "libvirt-not-started",
        "guest-memory",
        "bridge-missing",
        "kvm-disabled",
        "euca-restart-raced",
    ),
    fires=((f"{_EUCA}libvirt: internal error Process exited while reading console log output (code=1)\n"),),
    quiet=((f"{_EUCA}libvirt: Domain not found: no domain with matching name 'i-7C4F3DF4' (code=42)\n"),),
    fix="mend what libvirt's words name",
)
