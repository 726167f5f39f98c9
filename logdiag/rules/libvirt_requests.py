"""A client has as many calls under way as libvirtd allows one.

What it looks for: `Client hit max requests limit 5`. virtlogd allows its client one and says so each time; that is no
trouble and not told.

Why it fails a launch: further calls of that client wait until one is answered: launches come one after the other. Often
one call hangs, and the others pile up behind it.

What to do: see which call hangs (virsh domjobinfo, libvirtd's log), or raise max_client_requests in libvirtd.conf.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_TOLD = "This may result in keep-alive timeouts. Consider tuning the max_client_requests server parameter\n"

rule = told(
    id="libvirt-requests",
    kinds={"libvirt.client_limit"},
    subject="host",
    noun="host",
    fields=("count",),
    where=lambda fields: fields["count"] != "1",
    title="A client of libvirtd on {where} has {count} calls under way, as many as it may have",
    means=(
        "libvirtd takes no more calls of that client (nova-compute, virt-manager, monitoring) until one is answered."
        " Under load that is usual, and they wait a moment; where one call hangs, launches pile up behind it."
    ),
    severity="warning",
    stage="requested",
    category="limits",
    says="a client has as many calls under way as libvirtd allows one",
    symptom_of=("libvirt-busy", "libvirt-clients"),
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        rivals=(
            ("many calls at once, all answered soon", "no call waits in virsh list or virsh domjobinfo"),
        ),
        asks=(
            Ask(
                "virt-admin srv-clients-info libvirtd",
                (("nclients near nclients_max", "clients pile up: find the call that hangs"),),
            ),
        ),
    ),
    fires=(f"{_HEAD}Client hit max requests limit 5. {_TOLD}{_HEAD}libvirt version: 9.0.0\n",),
    quiet=(f"Nov 22 06:16:00 nc01 virtlogd[1201]: Client hit max requests limit 1. {_TOLD}",),
    fix="find the call that hangs, or raise max_client_requests in libvirtd.conf",
)
