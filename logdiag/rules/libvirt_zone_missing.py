"""firewalld has no zone for libvirt.

What it looks for: `firewalld can't find the 'libvirt' zone that should have been installed with
libvirt`, or `the required firewalld 'libvirt' zone is missing`.

Why it fails a launch: libvirt's network is not started, and guests on it do not start.

What to do: install what carries /usr/lib/firewalld/zones/libvirt.xml, reload firewalld, start the
network.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="libvirt-zone-missing",
    kinds={"libvirt.zone_missing"},
    subject="zone",
    noun="zone",
    title="firewalld on {where} has no zone {name}: libvirt does not start its network",
    means=(
        "libvirt puts the bridge of its network into firewalld's zone {zone}. firewalld does not "
        "know that zone: it was not reloaded after libvirt was installed, its file "
        "(/usr/lib/firewalld/zones/libvirt.xml) is missing, or firewalld is too old for it. The "
        "network stays down, and guests on it fail to start."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="firewalld has no zone for libvirt",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "firewall-cmd --get-zones",
                (
                    ("without libvirt", "reload it, or install the file"),
                    ("with libvirt", "start the network again"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 libvirtd[1402]: internal error: firewalld can't find the "
            "'libvirt' zone that should have been installed with libvirt\n"
        ),
    ),
    quiet=(("Nov 22 06:16:00 nc01 libvirtd[1402]: End of file while reading data: Input/output error\n"),),
    fix="firewall-cmd --reload, then virsh net-start NETWORK; else install libvirt's zone file",
)
