"""AppArmor forbids a DHCP server, libvirt or a cloud's service a capability that it needs.

What it looks for: `apparmor="DENIED" operation="capable"` with a profile of libvirt, a guest (libvirt-
UUID), dhcpd, dnsmasq, Kea, qemu, Open vSwitch or a cloud's service.

Why it fails a launch: the file is there and its mode is right, and the program still may not: a guest's
qemu can not open its disk, a DHCP server not its configuration or its leases.

What to do: allow the path in /etc/apparmor.d/local/..., for guests in
/etc/apparmor.d/local/abstractions/libvirt-qemu; aa-complain PROFILE to see whether it is that.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: audit: type=1400 audit(1793596560.402:318):"
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
    id="apparmor-capability",
    kinds={"audit.apparmor_capability"},
    subject="profile",
    noun="profile",
    fields=("capability", "process"),
    where=lambda fields: any(name in fields["profile"].lower() for name in _OURS),
    title="AppArmor forbids {name} on {where} the capability {capability}",
    means=(
        "The policy (profile {profile}) denies {process} the capability {capability}, though it may"
        " run as root. Without"
        " dac_override a program that dropped its rights can not read a file of another owner, so"
        " that it says it can not open"
        " its configuration though the file exists. The mode of the file is not what is wrong."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="AppArmor forbids a DHCP server, libvirt or a cloud service a capability that it needs",
    telling=Telling(
        rivals=(
            (
                "the denial is an everyday one that the program can do without",
                "the program goes on and says nothing of it",
            ),
        ),
        beyond="not known: whether the program needs the capability, or the owner of its files is wrong",
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
                (("no file for the profile", "write one that allows the capability"),),
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
        f'{_HEAD} apparmor="DENIED" operation="capable"'
        ' profile="/usr/sbin/dhcpd" pid=7314 comm="dhcpd" capability=1  capname="dac_override"\n',
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
