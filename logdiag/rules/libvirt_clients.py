"""libvirtd has reached a limit of clients or requests.

What it looks for: `Client hit max requests limit 5`, `Temporarily suspending services`, `Too many active
clients`.

Why it fails a launch: launches are made one after the other, or their connection waits, until clients time
out.

What to do: max_clients, max_client_requests and max_workers in libvirtd.conf; find the client that opens so
many (monitoring, a loop).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-clients",
    kinds={"libvirt.client_limit", "libvirt.suspended", "libvirt.too_many_clients"},
    subject="host",
    noun="host",
    fields=("count",),
    title="libvirtd on {where} has reached its limit of clients or requests ({count})",
    means=(
        "A client has as many calls under way as libvirtd allows one, or there are as many clients as"
        " it takes: the rest waits, launches come one after the other or time out. Often calls pile"
        " up because one of them hangs."
    ),
    severity="warning",
    stage="requested",
    category="limits",
    says="libvirtd has reached a limit of clients or requests",
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
    fires=(
        (
            f"{_HEAD}Client hit max requests limit 5. This may result in keep-alive timeouts. Consider"
            f" tuning the max_client_requests server parameter\n"
        ),
        f"{_HEAD}Too many active clients (20), dropping connection from 127.0.0.1;0\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="raise max_client_requests and max_clients in libvirtd.conf",
)
