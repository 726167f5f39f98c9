"""A service, or a guest's scope, lost a process to the kernel's search for memory.

What it looks for: systemd's `A process of this unit has been killed by the OOM killer`, of guests (machine-
qemu...) and of services that launches need.

Why it fails a launch: the guest is gone, or the service is down until it is started again.

What to do: see the kernel's lines of that second: the whole host, or the unit's own limit (MemoryMax).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 systemd[1]: "
_OURS = (
    "machine-qemu",
    "libvirt",
    "virt",
    "nova",
    "openstack",
    "neutron",
    "eucalyptus",
    "isc-dhcp",
    "dhcpd",
    "mysql",
    "mariadb",
    "rabbitmq",
)

rule = told(
    id="unit-out-of-memory",
    kinds={"systemd.oom_killed"},
    subject="unit",
    noun="unit",
    where=lambda fields: fields["unit"].startswith(_OURS),
    title="{name} on {where} lost a process for want of memory",
    means=(
        "The kernel killed a process of {unit} to free memory. The name of a guest's scope,"
        " machine-qemu-N-NAME, names the guest (a dash in it is written as x2d): that guest is gone."
    ),
    severity="error",
    stage="usable",
    category="compute.memory",
    says="a service or a guest lost a process for want of memory",
    symptom_of=(
        "guest-out-of-memory",
        "guest-memory-limit",
        "host-out-of-memory",
        "program-memory-limit",
    ),
    telling=Telling(
        asks=(
            Ask(
                "journalctl -k -g 'oom|Killed process' --no-pager",
                (
                    ("CONSTRAINT_NONE", "the whole host was short of memory"),
                    ("CONSTRAINT_MEMCG", "the unit's own limit was reached"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_HEAD}machine-qemu\\x2d12\\x2di\\x2d7C4F3DF4.scope: A process of this unit has been killed"
            f" by the OOM killer.\n"
        ),
        f"{_HEAD}libvirtd.service: A process of this unit has been killed by the OOM killer.\n",
    ),
    quiet=(f"{_HEAD}user@1000.service: A process of this unit has been killed by the OOM killer.\n",),
    fix="keep memory back for the host, or raise the unit's limit; start it again",
)
