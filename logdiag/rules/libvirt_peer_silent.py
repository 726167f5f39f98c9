"""libvirt closed a connection whose other side was silent.

What it looks for: `internal error: connection closed due to keepalive timeout`.

Why it fails a launch: a migration between two hosts, or a client such as nova, loses its connection:
what it had asked for is given up.

What to do: see whether the other side, or the network to it, hung in that minute.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="libvirt-peer-silent",
    kinds={"libvirt.keepalive"},
    subject="host",
    title="libvirt on {where} closed a connection: the other side was silent",
    means=(
        "The client, or the libvirtd of another host in a migration, did not answer five "
        "keepalive questions. Its host or the network between was gone, or it was too busy to "
        "answer. A guest's storage has no part in it by itself."
    ),
    severity="warning",
    stage="defined",
    category="hypervisor",
    says="libvirt closed a connection whose other side was silent",
    symptom_of=(
        "bond-without-partner",
        "nic-hangs",
        "task-hung",
        "nfs-silent",
        "host-out-of-memory",
    ),
    telling=Telling(
        confidence="possible",
        rivals=(("the other side was only busy for a while", "it works when asked again"),),
        asks=(
            Ask(
                "journalctl -k --since -1h --no-pager",
                (
                    ("a link that went down", "the network: mend that"),
                    ("hung tasks", "this host, or its storage"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 libvirtd[1402]: internal error: connection closed due to "
            "keepalive timeout\n"
        ),
    ),
    quiet=(("Nov 22 06:16:00 nc01 libvirtd[1402]: End of file while reading data: Input/output error\n"),),
    fix="mend the network or the host on the other side, then ask again",
)
