"""SELinux forbids a guest, a DHCP server or libvirt what it needs.

What it looks for: `avc: denied { read } for ... scontext=...:svirt_t ...`, unless the record says
permissive=1.

Why it fails a launch: the file is there and its mode is right, and the program still may not, for the
file's label is not one its domain may use.

What to do: restorecon -Rv PATH; for places of one's own semanage fcontext; for NFS virt_use_nfs; ausearch
-m avc -ts recent tells all.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OURS = (
    "qemu",
    "kvm",
    "virt",
    "dhcpd",
    "dnsmasq",
    "kea",
    "nova",
    "neutron",
    "openvswitch",
    "glance",
    "cinder",
    "euca",
)

rule = told(
    id="selinux-denied",
    kinds={"audit.selinux_denied", "audit.selinux_preventing"},
    subject="process",
    noun="program",
    fields=("permission", "subject", "path"),
    where=lambda fields: any(name in f"{fields['process']} {fields['subject']}" for name in _OURS),
    title="SELinux forbids {process} on {where} to {permission} {path}",
    means=(
        "The policy denies {process} to {permission} {path}, whose label it may not use, whatever"
        " owner and mode say."
        " Files that were moved instead of copied, or lie in a place of one's own, have a label that"
        " the program may not use."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="SELinux forbids a guest, a DHCP server or libvirt what it needs",
    telling=Telling(
        rivals=(
            (
                "the denial is one that the program can do without",
                "the program goes on and says nothing of it",
            ),
        ),
        asks=(
            Ask("getenforce", (("Enforcing", "it is what blocks"), ("Permissive", "it only tells"))),
            Ask(
                "ausearch -m avc -ts recent",
                (("more of the same", "audit2why names the boolean or label"),),
            ),
        ),
        fix=(
            (
                "restore the label (restorecon), or give the place its label (semanage fcontext), or set"
                " the boolean (virt_use_nfs)"
            ),
        ),
    ),
    fires=(
        "type=AVC msg=audit(1793596560.402:318): avc:  denied  { read } for  pid=23662"
        ' comm="qemu-kvm" name="disk" dev="dm-0"'
        " ino=1234 scontext=system_u:system_r:svirt_t:s0:c87,c520"
        " tcontext=unconfined_u:object_r:user_home_t:s0 tclass=file"
        " permissive=0\n",
        "Nov 22 06:16:00 nc01 setroubleshoot[911]: SELinux is preventing /usr/libexec/qemu-kvm from"
        " read access on the file"
        " disk.qcow2. For complete SELinux messages run: sealert -l 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\n",
    ),
    quiet=(
        "type=AVC msg=audit(1793596560.402:318): avc:  denied  { read } for  pid=23662"
        ' comm="qemu-kvm" name="disk" dev="dm-0"'
        " ino=1234 scontext=system_u:system_r:svirt_t:s0:c87,c520"
        " tcontext=unconfined_u:object_r:user_home_t:s0 tclass=file"
        " permissive=1\n",
    ),
    fix="restore or set the file's label, or the boolean for the kind of storage",
)
