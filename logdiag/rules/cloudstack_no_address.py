"""CloudStack has no free IP address for a machine.

What it looks for: `InsufficientAddressCapacityException`.

Why it fails a launch: the start is given up before any host is tried.

What to do: the ranges of the network, the pod and the public traffic: addresses that are free, and of the
right VLAN.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="cloudstack-no-address",
    kinds={"cloudstack.no_address"},
    subject="host",
    fields=("reason",),
    title="CloudStack has no free IP address left for a machine",
    means=(
        "Every start needs an address from a range of its network (system machines: of the "
        "public, the pod's and the storage range too), and none is free: the range is used up or "
        "too small, belongs to another VLAN or network, or addresses of removed machines were "
        "not given back yet."
    ),
    severity="error",
    stage="scheduled",
    category="dhcp.pool",
    says="CloudStack has no free IP address for a machine",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: which range; the lines before it name the network",
        asks=(Ask("cmk list vlanipranges", (("every address is used", "add a range to that network"),)),),
        fix=("add an IP range to the network or the public traffic of that zone, or release addresses",),
    ),
    fires=(
        "2026-11-02 06:11:02,301 ERROR [c.c.v.VmWorkJobHandlerProxy] "
        "(Work-Job-Executor-4:ctx-1c508fa2 job-91/job-92) (logid:4c762c8c) Invocation exception, "
        "caused by: com.cloud.exception.InsufficientAddressCapacityException: Insufficient "
        "address capacityScope=interface com.cloud.dc.DataCenter; id=1\n",
    ),
    quiet=(
        "2026-11-02 06:11:02,120 DEBUG [c.c.v.VirtualMachineManagerImpl] "
        "(Work-Job-Executor-7:ctx-9f0df607 job-249/job-250) (logid:24cbf81b) Start completed for "
        "VM VM[User|i-2-4-VM]\n",
    ),
    fix="add an IP range, or release addresses",
)
