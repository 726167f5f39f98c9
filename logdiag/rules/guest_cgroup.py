"""A guest could not be put into its cgroup, or given its processors or NUMA node.

What it looks for: `Unable to write to '/sys/fs/cgroup/...'`, `no cgroup backend available`, `cannot set CPU
affinity`, `NUMA node ... is unavailable`.

Why it fails a launch: libvirt confines each guest to processors, memory nodes and devices; where the kernel
refuses the value the start is given up.

What to do: the value asks for a processor or node that is offline or not in the parent's cpuset; or the
cgroups are not mounted as libvirt expects (v1 and v2, containers).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="guest-cgroup",
    kinds={"libvirt.cgroup_write", "libvirt.no_cgroups", "libvirt.cpu_affinity", "libvirt.numa_node"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="A guest on {where} could not be given its cgroup, processors or memory node",
    means=(
        "libvirt could not set the guest's limits. Reason given: {reason}. The definition pins it to"
        " a processor or memory node that is offline or not in the parent's set, or cgroups are not"
        " mounted as this libvirt expects. The guest does not start."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a guest could not be put into its cgroup or given its processors",
    telling=Telling(
        asks=(
            Ask(
                "lscpu -e=CPU,NODE,ONLINE",
                (
                    (
                        "the pinned processor is offline or missing",
                        "correct the pinning (vcpu_pin_set, cpu_dedicated_set)",
                    ),
                ),
            ),
            Ask("findmnt -t cgroup,cgroup2", (("nothing", "cgroups are not mounted"),)),
        ),
    ),
    fires=(
        (
            f"{_HEAD}Unable to write to"
            f" '/sys/fs/cgroup/cpuset/machine.slice/machine-qemu/emulator/cpuset.cpus': Permission"
            f" denied\n"
        ),
        f"{_HEAD}internal error: no cgroup backend available\n",
        f"{_HEAD}cannot set CPU affinity on process 23662: Invalid argument\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="correct the pinning to processors and nodes that are online; mount the cgroups",
)
