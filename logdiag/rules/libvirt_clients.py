"""libvirtd has reached its limit of clients.

What it looks for: `Temporarily suspending services`, `Too many active clients`.

Why it fails a launch: launches are made one after the other, or their connection waits, until clients time
out.

What to do: max_clients and max_workers in libvirtd.conf; find the client that opens so
many (monitoring, a loop).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-clients",
    kinds={"libvirt.suspended", "libvirt.too_many_clients"},
    subject="host",
    noun="host",
    fields=("count",),
    title="libvirtd on {where} has reached its limit of clients ({count})",
    means=(
        "There are as many clients as libvirtd takes: the rest waits, launches come one after the other or"
        " time out. Often calls pile up because one of them hangs."
    ),
    severity="warning",
    stage="requested",
    category="limits",
    says="libvirtd has reached its limit of clients",
    symptom_of=("libvirt-busy",),
    telling=Telling(
        asks=(
            Ask(
                "virt-admin srv-clients-info libvirtd",
                (("nclients near nclients_max", "raise max_clients, or find who opens so many"),),
            ),
            Ask(
                "virt-admin srv-clients-list libvirtd", (("many of one process", "that client opens them"),)
            ),
        ),
    ),
    fires=(f"{_HEAD}Too many active clients (20), dropping connection from 127.0.0.1;0\n",),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="raise max_clients in libvirtd.conf, or stop the client that opens so many",
)
