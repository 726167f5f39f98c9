"""A host has no settings or no key for Ceph, so that a guest's disk there cannot be opened.

What it looks for: librados' `unable to get monitor info from DNS SRV`, `no monitors specified to connect to`,
`unable to find a keyring`, from qemu, libvirt or nova.

Why it fails a launch: qemu opens the disk itself, with /etc/ceph/ceph.conf and the key of the host it runs on.

What to do: put ceph.conf and the keyring on that host (and into the container that runs qemu).
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_NOVA = (
    "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
    "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] "
    "[instance: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
)
_DIED = "internal error: process exited while connecting to monitor: "
_SRV = "unable to get monitor info from DNS SRV with service name: ceph-mon\n"

rule = told(
    id="ceph-settings-missing",
    kinds={*BUILD, "qemu.ceph_unset"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    noun="guest",
    fields=("service", "reason"),
    where=because("ceph-unset", fields=("service",)),
    title="{where} has no settings or no key for Ceph: the disk of a guest cannot be opened: {name}",
    means=(
        "The client of Ceph inside qemu found no monitors and no key to ask with: /etc/ceph/ceph.conf (mon_host) or"
        " the keyring is not there, or not readable for qemu, on this host or in the container that qemu runs in. The"
        " question to the DNS is what it falls back to without mon_host. 'error connecting: No such file or directory'"
        " comes of it and means no missing disk; Ceph itself may be well."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a host has no settings or no key for Ceph",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "ls -l /etc/ceph",
                (
                    ("no ceph.conf or no keyring", "copy them from a host that works"),
                    ("both are there", "see mon_host in it, and whether qemu's user may read them"),
                ),
            ),
        ),
    ),
    fires=(f"{_NOVA}{_DIED}{_SRV}",),
    quiet=(
        "2026-11-02 06:11:02.120 4711 INFO nova.virt.libvirt.driver [req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 "
        "8e1f6c0d 77d0c1b2 - - -] [instance: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Creating image(s)\n",
    ),
    fix="put ceph.conf with mon_host and the keyring on this host (and into qemu's container), and start again",
)
