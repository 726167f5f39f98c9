"""AppArmor forbids a guest, a DHCP server or libvirt what it needs.

What it looks for: `apparmor="DENIED"` with a profile of libvirt, a guest (libvirt-UUID), dhcpd, dnsmasq,
Kea, qemu, Open vSwitch or a cloud's service.

Why it fails a launch: the file is there and its mode is right, and the program still may not: a guest's
qemu can not open its disk, a DHCP server not its configuration or its leases.

What to do: allow the path in /etc/apparmor.d/local/..., for guests in
/etc/apparmor.d/local/abstractions/libvirt-qemu; aa-complain PROFILE to see whether it is that.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: audit: type=1400 audit(1793596560.402:318):"
# What qemu and its like look at and do without.
_EVERYDAY = ("/proc/", "/sys/", "/etc/ssl/", "/etc/gss/", "/usr/")
# Whom a launch needs; what AppArmor forbids a browser or a snap is no trouble of a launch.
_OURS = (
    *("libvirt", "virt-aa-helper", "qemu", "dhcpd", "dhcrelay", "dnsmasq", "kea-", "swtpm", "lxc-", "lxd-"),
    *(
        "nova",
        "neutron",
        "glance",
        "cinder",
        "ovs-",
        "ovsdb",
        "rabbitmq",
        "mysqld",
        "mariadbd",
        "eucalyptus",
    ),
)

rule = told(
    id="apparmor-denied",
    kinds={"audit.apparmor_denied", "audit.apparmor_other"},
    subject="profile",
    noun="profile",
    fields=("operation", "path"),
    where=lambda fields: (
        any(name in fields["profile"].lower() for name in _OURS)
        and not fields["path"].startswith(_EVERYDAY)
    ),
    title="AppArmor forbids {name} on {where} to {operation} {path}",
    means=(
        "The policy (profile {profile}) denies the operation {operation} on {path}, whatever the file's owner"
        " and mode say: the file may well be there. A guest's profile is libvirt-UUID; a DHCP server"
        " that is stopped from"
        " reading its configuration or writing its leases serves nobody."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="AppArmor forbids a guest, a DHCP server or libvirt what it needs",
    telling=Telling(
        rivals=(
            (
                "the denial is an everyday one that the program can do without",
                "the program goes on and says nothing of it",
            ),
        ),
        beyond=(
            "not known: whether the file was moved out of the profile's places or the profile is too old"
            " for the program"
        ),
        asks=(
            Ask(
                "aa-status",
                (
                    ("the profile under enforce mode", "it is what blocks"),
                    ("under complain mode", "it only tells"),
                ),
            ),
            Ask(
                "ls -l /etc/apparmor.d/local",
                (("no file for the profile", "write one that allows the path or capability"),),
            ),
        ),
        fix=(
            (
                "allow it in /etc/apparmor.d/local/ (for guests: abstractions/libvirt-qemu) and reload"
                " the profile: apparmor_parser -r"
            ),
            "aa-complain for this profile shows whether it is that: the program then works",
        ),
    ),
    fires=(
        f'{_HEAD} apparmor="DENIED" operation="open"'
        ' profile="libvirt-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0" name="/srv/images/disk" pid=23662'
        ' comm="qemu-system-x86" requested_mask="r" denied_mask="r" fsuid=64055 ouid=0\n',
    ),
    quiet=(
        f'{_HEAD} apparmor="DENIED" operation="open"'
        ' profile="snap.firefox.firefox" name="/etc/fstab" pid=23662 comm="firefox" requested_mask="r"'
        ' denied_mask="r" fsuid=1000 ouid=0\n',
        f'{_HEAD} apparmor="STATUS" operation="profile_load"'
        ' profile="unconfined" name="libvirtd" pid=812\n',
    ),
    fix="allow the path or capability in /etc/apparmor.d/local, reload the profile",
)
