"""libvirt let a client not in.

What it looks for: `authentication unavailable`, `authentication failed`, `access denied`.

Why it fails a launch: the cloud's service, or the operator, that wanted to start guests may not speak to libvirt.

What to do: the group libvirt or a polkit rule for that user; for TCP and TLS the SASL user and the certificates.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = refused(
    told(
        id="libvirt-client-refused",
        kinds={"libvirt.client_refused"},
        subject="host",
        noun="host",
        fields=("reason",),
        title="libvirt on {where} did not let a client in: {reason}",
        means=(
            "A client (nova-compute, virsh, Ansible, monitoring) was refused: {reason}. What it wanted was not done;"
            " guests that run are not touched. Who it was is not in this line."
        ),
        severity="warning",
        stage="requested",
        category="security",
        says="libvirt let a client not in",
        telling=Telling(
            confidence="likely",
            needs_launch=True,
            beyond="not known: which client, and whether it was to start guests",
            rivals=(("somebody else than the cloud's service tried", "the service's own log is quiet"),),
            asks=(
                Ask(
                    "id nova; getfacl /run/libvirt/libvirt-sock",
                    (("not in the group libvirt", "add it, or a polkit rule for org.libvirt.unix.manage"),),
                ),
            ),
        ),
        fires=(
            f"{_HEAD}authentication unavailable: no polkit agent available to authenticate action"
            " 'org.libvirt.unix.manage'\n",
        ),
        quiet=(f"{_HEAD}libvirt version: 9.0.0\n",),
        fix="give the client's user the group libvirt (or a polkit rule), or mend its SASL login or certificate",
    )
)
