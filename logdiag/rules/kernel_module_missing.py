"""A kernel module that a service loads is not there.

What it looks for: `modprobe: FATAL: Module NAME not found in directory /lib/modules/RELEASE`.

Why it fails a launch: what the module does (KVM, bridges, taps, Open vSwitch, vhost, overlay) is not to be
had until it is installed.

What to do: uname -r: install the modules of the running kernel, or reboot into the kernel whose modules are
there.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OURS = (
    "kvm",
    "openvswitch",
    "vhost",
    "tun",
    "tap",
    "bridge",
    "br_netfilter",
    "nf_",
    "ip_tables",
    "iptable_",
    "ip6table",
    "8021q",
    "vxlan",
    "geneve",
    "overlay",
    "veth",
    "macv",
    "nbd",
    "rbd",
    "dm_",
    "dm-",
    "iscsi",
    "vfio",
)

rule = told(
    id="kernel-module-missing",
    kinds={"modprobe.module_missing"},
    subject="module",
    noun="module",
    fields=("path",),
    where=lambda fields: fields["module"].startswith(_OURS),
    title="The kernel module {name} is not there on {where}",
    means=(
        "modprobe looked in {path}. Mostly the kernel was updated and the modules of the "
        "running one were removed, until a reboot; or the package with extra modules is not "
        "installed."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a kernel module that a service loads is not there",
    telling=Telling(
        confidence="likely",
        beyond="not known: whether it is built into the kernel",
        rivals=(
            (
                "it is built in, and nothing is missing",
                "modinfo says (builtin)",
            ),
        ),
        asks=(
            Ask(
                "modinfo -n {module}",
                (
                    (
                        "(builtin)",
                        "nothing is missing",
                    ),
                    (
                        "not found",
                        "install it, or reboot into the kernel that has it",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 ovs-ctl[622]: modprobe: FATAL: Module openvswitch not found in "
            "directory /lib/modules/6.1.0-37-amd64\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 modprobe[622]: modprobe: FATAL: Module nvidia not found in "
            "directory /lib/modules/6.1.0-37-amd64\n"
        ),
    ),
    fix="install the modules of the running kernel, or reboot",
)
