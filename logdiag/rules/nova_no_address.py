"""Neutron had no address left for an instance.

What it looks for: `No more fixed IP to be allocated`, `No fixed IP addresses available for network`, `No
more IP addresses available` in what ended a build.

Why it fails a launch: nova asks neutron for a port with an address before it makes the machine.

What to do: count addresses and ports of the network; delete ports that no instance owns, or add a subnet
or a wider range.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-no-address",
    kinds={*BUILD, "nova.no_more_addresses"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("network", "reason"),
    where=because("addresses", fields=("network",)),
    title="{many} on {where} failed: the network has no free address left",
    means=(
        "Every address of the subnet is taken: by instances, by DHCP and router ports, or by "
        "ports that deleted instances left behind. neutron refuses another port, so the build "
        "ends before a machine is made."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.pool",
    says="neutron had no address left for an instance",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "openstack ip availability list",
                (
                    ("used equals total", "the pool is dry: free or add addresses"),
                    ("free ones are left", "only the wanted subnet or segment is full"),
                ),
            ),
            Ask(
                "openstack port list --network {network}",
                (("ports without a device", "left over: delete them"),),
            ),
        ),
    ),
    symptom_of=("neutron-no-address",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Failed to build and run instance: "
            "nova.exception.NoMoreFixedIps: No fixed IP addresses available for network: "
            "8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk (No more fixed IPs "
            "in network: 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="delete left-over ports, or add a subnet to the network",
)
