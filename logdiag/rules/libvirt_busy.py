"""A guest's job in libvirt does not end, and the next one waits for it in vain.

What it looks for: `cannot acquire state change lock (held by monitor=...)`, `Cannot start job`.

Why it fails a launch: one operation a guest at a time: a qemu that does not answer its monitor (its storage
hangs) blocks start, stop and even the listing of that guest; clients give up after 30 s.

What to do: see what qemu waits for (storage first); when that is mended the job ends; else restart
libvirtd, and at last end that qemu.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-busy",
    kinds={"libvirt.state_lock", "libvirt.job_waits"},
    subject="host",
    noun="host",
    fields=("holder",),
    title="A guest on {where} blocks its operations in libvirt: a job does not end ({holder})",
    means=(
        "libvirt does one thing with a guest at a time, and the job that is under way ({holder})"
        " waits for a qemu that does not answer, mostly because its storage hangs. Whatever else is"
        " asked of that guest waits 30 seconds and fails."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a guest's job in libvirt does not end",
    symptom_of=(
        "nfs-silent",
        "iscsi-lost",
        "disk-failing",
        "task-hung",
        "storage-unreachable",
    ),
    telling=Telling(
        rivals=(("qemu itself hangs", "its process uses a processor fully, and its storage answers"),),
        beyond="not known: what qemu waits for",
        asks=(
            Ask(
                "ps -eo pid,stat,wchan:32,comm",
                (
                    ("qemu in D", "its storage does not answer"),
                    ("qemu in S or R", "the job or libvirtd itself hangs: restart libvirtd"),
                ),
            ),
            Ask("virsh domjobinfo GUEST", (("a job with its time", "that one runs"),)),
        ),
    ),
    fires=(
        (
            f"{_HEAD}Timed out during operation: cannot acquire state change lock (held by"
            f" monitor=remoteDispatchDomainCreateWithFlags)\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="mend the storage that qemu waits for, then restart libvirtd",
)
