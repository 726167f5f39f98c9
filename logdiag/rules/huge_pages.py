"""Not enough free huge pages, or memory that a file stands behind, for a guest's RAM.

What it looks for: qemu's `unable to map backing store for guest RAM: Cannot allocate memory`,
`os_mem_prealloc: Insufficient free host memory pages`, libvirt's `Unable to find any usable hugetlbfs
mount`.

Why it fails a launch: a guest with huge pages gets its memory from the pool of free huge pages alone,
however much other memory is free; qemu exits where the pool has too few.

What to do: grep Huge /proc/meminfo, and for each NUMA node; destroy guests that were left over; raise
vm.nr_hugepages (best at boot); mount hugetlbfs and name it in qemu.conf.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)

rule = told(
    id="huge-pages",
    kinds={"qemu.huge_pages", "libvirt.huge_pages"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="Not enough huge pages on {where} for a guest's RAM",
    means=(
        "The guest's memory is backed by a file, as with huge pages: it comes from the pool of free"
        " huge pages (of its NUMA"
        " node) and not from the memory that is free. The pool is too small, not there, or still held"
        " by other guests, also such"
        " as a job left behind and nobody destroyed. qemu exited, the guest was not made."
    ),
    severity="error",
    stage="defined",
    category="compute.memory",
    says="not enough huge pages for a guest's RAM",
    telling=Telling(
        rivals=(
            (
                "the guest's memory is a plain file (shared memory) and the host itself is full",
                "no hugepages in the guest's definition, and free -m shows no room",
            ),
        ),
        beyond="not known: who holds the pages",
        asks=(
            Ask(
                "grep -i huge /proc/meminfo",
                (
                    (
                        "HugePages_Free: 0",
                        "other guests hold them all: see virsh list --all for such as nobody needs",
                    ),
                    ("HugePages_Total: 0", "none were reserved: sysctl vm.nr_hugepages"),
                ),
            ),
            Ask(
                "virsh list --all",
                (
                    (
                        "guests that the cloud does not know",
                        "they were left over and hold memory: destroy them",
                    ),
                ),
            ),
        ),
        fix=(
            "destroy guests that were left over",
            "reserve more huge pages (vm.nr_hugepages, at boot), or launch without them",
        ),
    ),
    fires=(
        f"{_DIED}unable to map backing store for guest RAM: Cannot allocate memory\n",
        f"{_HEAD}internal error: Unable to find any usable hugetlbfs mount for 1048576 KiB\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="free or reserve huge pages, or launch without them",
)
