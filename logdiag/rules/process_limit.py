"""No further process could be started: a limit of processes or memory.

What it looks for: `cgroup: fork rejected by pids controller in ...`, libvirt's `cannot fork child process`,
a shell's `fork: retry: Resource temporarily unavailable`, systemd's `Failed to fork`.

Why it fails a launch: libvirt starts qemu, dnsmasq and hooks as processes, qemu needs a thread a processor
and disk: at the limit every launch fails, and helper scripts fail half-way.

What to do: TasksMax of the unit (libvirtd.service, machine.slice), nproc in limits.conf, kernel.pid_max,
threads-max. The kernel says it once for each cgroup and then is silent.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="process-limit",
    kinds={
        "kernel.pids_limit",
        "libvirt.fork_failed",
        "bash.fork_failed",
        "bash.fork_retried",
        "systemd.fork_failed",
    },
    subject="host",
    noun="host",
    title="No further process could be started on {where}: a limit was reached",
    means=(
        "fork was refused: the number of tasks of a cgroup (TasksMax), of a user (nproc) or of the host"
        " (pid_max, threads-max) is used up, or memory is. libvirt starts qemu and its helpers as"
        " processes, and qemu a"
        " thread for every processor: launches fail. The kernel says it only once for each cgroup."
    ),
    severity="error",
    stage="defined",
    category="limits",
    says="no further process could be started: a limit of processes or memory",
    symptom_of=("host-out-of-memory", "guest-out-of-memory"),
    telling=Telling(
        beyond="not known: which limit; the commands split it",
        asks=(
            Ask(
                "systemctl show libvirtd -p TasksMax -p TasksCurrent",
                (("TasksCurrent near TasksMax", "the unit's limit: TasksMax=infinity"),),
            ),
            Ask(
                "cat /sys/fs/cgroup/machine.slice/pids.current /sys/fs/cgroup/machine.slice/pids.max",
                (("equal", "the limit of all guests together"),),
            ),
            Ask(
                "sysctl kernel.pid_max kernel.threads-max",
                (("32768", "small for a host with many guests"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}cgroup: fork rejected by pids controller in /system.slice/libvirtd.service\n",
        "Nov 22 06:16:00 nc01 libvirtd[1402]: cannot fork child process: Resource temporarily unavailable\n",
    ),
    quiet=("Nov 22 06:16:00 nc01 libvirtd[1402]: End of file while reading data: Input/output error\n",),
    fix="raise TasksMax, nproc or kernel.pid_max, whichever was reached",
)
