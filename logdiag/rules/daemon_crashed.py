"""A daemon that guests need crashed: the kernel says that it broke its memory.

What it looks for: `segfault at` and `general protection` of libvirt's daemons, Open vSwitch, OVN, dnsmasq, dhcpd, Kea,
Ceph, LXD, lxcfs, haproxy, keepalived, the database and the broker.

Why it fails a launch: until it runs again nothing is asked of it; one that crashes at every start never runs.

What to do: see whether it runs again and crashes again; keep the core; update its package.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

# Names are those of threads, of which the kernel keeps 15 characters.
DAEMONS = (
    *("libvirtd", "virtqemud", "virtnetworkd", "virtstoraged", "virtnodedevd", "virtlogd", "virtlockd"),
    *(
        "ovs-vswitchd",
        "ovsdb-server",
        "ovn-controller",
        "ovn-northd",
        "dnsmasq",
        "dhcpd",
        "kea-dhcp4",
        "kea-dhcp6",
    ),
    *("nova-", "neutron-", "cinder-", "glance-", "swtpm", "virtiofsd", "multipathd", "iscsid", "tgtd"),
    *(
        "ceph-osd",
        "ceph-mon",
        "ceph-mgr",
        "ceph-mds",
        "lxcfs",
        "lxd",
        "incusd",
        "containerd",
        "dockerd",
        "kubelet",
    ),
    *("haproxy", "keepalived", "mysqld", "mariadbd", "beam.smp", "memcached", "eucalyptus"),
)
_AT = "segfault at 0 ip 00007f1ba005d4ea sp 00007f1b7cfc1b10 error 4"

rule = told(
    id="daemon-crashed",
    kinds={"kernel.segfault", "kernel.protection_fault"},
    subject="process",
    noun="daemon",
    nouns="daemons",
    where=lambda fields: fields["process"].startswith(DAEMONS),
    title="{name} crashed on {where}, by a fault in its memory",
    means=(
        "The kernel ended the program because it read or wrote where nothing is: a bug in it or in a library it uses, "
        "after an update that replaced files below it, or memory of the machine that is broken. systemd starts most "
        "daemons again; what was asked of it at that moment failed, and containers that live on lxcfs have to be "
        "restarted."
    ),
    severity="error",
    stage="prepared",
    category="hypervisor",
    says="a daemon that guests need crashed",
    telling=Telling(
        confidence="likely",
        beyond="not known: which bug, and whether it runs again",
        rivals=(
            (
                "it was started again at once, and nobody asked it in between",
                "its next lines, seconds later",
            ),
        ),
        asks=(
            Ask(
                "coredumpctl list --no-pager",
                (
                    ("that program, again and again", "a bug: update it"),
                    ("once", "keep the core for a report"),
                ),
            ),
        ),
        hits_all=True,
        needs_launch=True,
    ),
    symptom_of=("memory-broken",),
    fires=(
        f"Nov 22 06:16:00 nc01 kernel: [ 8123.114204] libvirtd[23662]: {_AT} in libvirt.so.0[7f1ba0055000+f000]\n",
        f"Nov 22 06:16:00 nc01 libvirtd[23662]: up\nNov 22 06:16:00 nc01 kernel: lxcfs[19259]: {_AT} in liblxcfs.so"
        "[7f1ba0055000+f000]\n",
    ),
    quiet=(f"Nov 22 06:16:00 nc01 kernel: chrome[23662]: {_AT} in libc.so.6[6bf31614732b+f000]\n",),
    fix="update the program that crashed; start it again if it does not run",
)
