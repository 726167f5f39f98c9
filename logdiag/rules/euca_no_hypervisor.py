"""Eucalyptus' node component cannot talk to libvirt.

What it looks for: `could not contact the hypervisor, abandoning the instance`, `failed to connect to
qemu:///system`, `child process failed to connect to hypervisor`, time-outs of the checker and the
refreshing thread.

Why it fails a launch: the node starts no instance, and gives up those that it is told to start.

What to do: restart libvirtd; look at its log, at max_clients, and at the rights of its socket.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-no-hypervisor",
    kinds={"nc.no_hypervisor"},
    subject="host",
    noun="host",
    fields=(
        "instance",
        "uri",
    ),
    title="Eucalyptus' node component cannot talk to libvirt",
    means=(
        "libvirtd is down, hangs (a lock that is not released, a storage pool that does not "
        "answer), or refuses the user eucalyptus (group of the socket, too many clients). Every "
        "launch on this node is abandoned, and instances that run are not reported, so that they "
        "vanish from the cloud's network view as well."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="Eucalyptus' node component cannot talk to libvirt",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("it was restarted at that moment, and works again", "later lines of starts that succeed"),
        ),
        asks=(
            Ask(
                "virsh -c qemu:///system list --all",
                (
                    ("an error or no answer", "restart libvirtd, look at its log"),
                    ("a list", "as user eucalyptus? sudo -u eucalyptus virsh list"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "libvirt-not-started",
        "libvirt-clients",
        "libvirt-busy",
    ),
    fires=(
        (f"{_EUCA}[i-7C4F3DF4] could not contact the hypervisor, abandoning the instance\n"),
        (f"{_EUCA}failed to connect to qemu:///system\n"),
    ),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="restart libvirtd, and give the user eucalyptus access to its socket",
)
