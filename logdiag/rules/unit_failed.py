"""A service that launches need failed, by systemd's word.

What it looks for: `libvirtd.service: Failed with result 'exit-code'`, `Start request repeated too quickly`,
of hypervisors, DHCP servers and cloud services, with no start after it.

Why it fails a launch: what the service does is not done until it is started again; after `start-limit-hit`
systemd does not try any more.

What to do: journalctl -u UNIT says why; mend that; systemctl reset-failed UNIT and start it.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 systemd[1]: "
# Services that launches need; of any other server's services this rule says nothing.
_OURS = (
    *(
        "libvirt",
        "virtqemu",
        "virtnetwork",
        "virtlog",
        "virtlock",
        "virtstorage",
        "isc-dhcp",
        "dhcpd",
        "dnsmasq",
        "kea",
    ),
    *(
        "eucalyptus",
        "eucanetd",
        "nova",
        "openstack",
        "neutron",
        "glance",
        "cinder",
        "keystone",
        "placement",
        "devstack",
    ),
    *(
        "openvswitch",
        "ovs-",
        "ovn-",
        "rabbitmq",
        "mysql",
        "mariadb",
        "ceph",
        "systemd-machined",
        "cloudstack",
        "xen",
        "cloud-",
    ),
    *("kubelet.", "containerd.", "docker.", "k3s", "rke2", "lxd", "lxc", "incus", "snap.lxd"),
)


def is_of_launches(unit: str) -> bool:
    """Whether a unit is of a service that launches need."""
    return unit.startswith(_OURS)


def is_launching(fields: Mapping[str, str]) -> bool:
    """Whether the unit is one that launches need."""
    return is_of_launches(fields["unit"])


rule = told(
    id="unit-failed",
    kinds={"systemd.failed", "systemd.start_limit"},
    subject="unit",
    noun="service",
    fields=("result",),
    where=is_launching,
    mended_by={"systemd.started"},
    title="{name} on {where} failed",
    means=(
        "systemd says that {unit} failed (result: {result}) and nothing says that it was started"
        " again. `exit-code` is the program's own error, told in its own lines; `oom-kill` the"
        " kernel's; `start-limit-hit` means that it died too often in a row and systemd gave up until"
        " `systemctl reset-failed`."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a service that launches need failed",
    symptom_of=(
        "host-out-of-memory",
        "program-memory-limit",
        "dhcpd-not-listening",
        "dhcpd-exited",
        "libvirt-not-started",
        "apparmor-denied",
        "apparmor-capability",
        "selinux-denied",
        "unit-cannot-run",
        "apparmor-profile-broken",
        "no-space-left",
        "port-taken",
        "kubelet-not-started",
        "docker-not-started",
        "database-not-started",
        "kernel-module-missing",
        "dnsmasq-not-started",
        "dnsmasq-interface-missing",
        "dnsmasq-address-missing",
        "dnsmasq-cannot-listen",
        "dnsmasq-config-wrong",
        "dhcpd-cannot-start",
    ),
    telling=Telling(
        beyond="not known: why it failed; its own lines before that say it",
        asks=(
            Ask(
                "systemctl status {unit} --no-pager",
                (("active (running)", "it is back"), ("failed", "its last lines stand there")),
            ),
            Ask(
                "journalctl -u {unit} -n 50 --no-pager",
                (("an error before the end", "that is the reason"),),
            ),
        ),
        fix=(
            "mend what its own lines name, then systemctl reset-failed {unit} and systemctl start {unit}",
        ),
    ),
    fires=(
        f"{_HEAD}libvirtd.service: Failed with result 'exit-code'.\n",
        f"{_HEAD}isc-dhcp-server.service: Start request repeated too quickly.\n",
        f"{_HEAD}Unit openstack-nova-compute.service entered failed state.\n",
    ),
    quiet=(
        f"{_HEAD}logrotate.service: Failed with result 'exit-code'.\n",
        f"{_HEAD}libvirtd.service: Scheduled restart job, restart counter is at 1.\n",
    ),
    fix="see journalctl -u UNIT, mend it, systemctl reset-failed and start it",
)
