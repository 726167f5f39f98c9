"""A switch in user space (DPDK) did not get the memory that it starts with.

What it looks for: `Unable to initialize DPDK`, `Insufficient memory to create memory pool for netdev` of Open
vSwitch, VPP's `dpdk_config: not enough free huge pages`.

Why it fails a launch: the switch does not start or a card is not in it: guests' vhost-user ports lead
nowhere.

What to do: reserve more huge pages on the NUMA node of the card, or give the switch less to ask for.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="vswitch-huge-pages",
    kinds={"vpp.no_huge_pages", "openvswitch.dpdk_not_started", "openvswitch.no_memory_pool"},
    subject="host",
    fields=("reason", "iface", "socket"),
    title="The user-space switch (DPDK) of {where} did not get its memory (huge pages)",
    means=(
        "A switch that runs on DPDK (Open vSwitch, VPP) takes its buffers from huge pages when it starts, on the NUMA"
        " node of each card. They are too few, are held by guests or by an earlier run, or hugetlbfs is not mounted."
        " Without them it does not start, or leaves a card out: guests on it have no network."
    ),
    severity="error",
    stage="plugged",
    category="compute.memory",
    says="a user-space switch did not get its huge pages",
    telling=Telling(
        confidence="likely",
        beyond="not known: who holds the pages",
        asks=(
            Ask(
                "grep -i huge /proc/meminfo",
                (
                    (
                        "HugePages_Total: 0",
                        "none are reserved: vm.nr_hugepages, or at the kernel's command line",
                    ),
                    ("HugePages_Free: 0", "guests or an earlier run hold them"),
                    ("many free", "not on the card's NUMA node, or the wrong size"),
                ),
            ),
        ),
    ),
    fires=("Nov 22 06:16:00 nc01 vpp[9143]: dpdk_config: not enough free huge pages\n",),
    quiet=(
        "Nov 22 06:16:00 nc01 vpp[9143]: vlib_plugin_early_init:361: plugin path /usr/lib/vpp_plugins\n",
    ),
    fix="reserve more huge pages (vm.nr_hugepages, on each NUMA node), or lower what the switch asks for",
)
