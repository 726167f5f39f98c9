"""A script of CloudStack's agent failed.

What it looks for: `Process [PID] for command [...] encountered the error: [...]`, `... timed out`.

Why it fails a launch: what the script was to make (a VLAN, a disk, a rule) is missing for the machine.

What to do: run the command by hand on the host, when it is safe to.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

rule = told(
    id="cloudstack-script-failed",
    kinds={"cloudstack.script_failed", "cloudstack.script_timed_out"},
    subject="command",
    noun="command",
    fields=("reason",),
    title="A script of CloudStack's agent failed: {name}",
    means=(
        "The agent makes bridges, VLANs, disks and rules by scripts; this one failed or did not "
        "end. {reason}"
    ),
    severity="warning",
    stage="defined",
    category="hypervisor",
    says="a script of CloudStack's agent failed",
    telling=Telling(
        confidence="possible",
    ),
    symptom_of=("cloudstack-guest-agent",),
    fires=(
        (
            "2026-11-02 06:11:02,120 WARN  [kvm.resource.LibvirtComputingResource] "
            "(agentRequest-Handler-2) Process [40217] for command "
            "[/usr/share/cloudstack-common/scripts/vm/network/vnet/modifyvlan.sh -o add -v 105 -p "
            "eth1 -b breth1-105] encountered the error: [Failed to create vlan 105 on pif: eth1.].\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02,120 DEBUG [kvm.resource.LibvirtComputingResource] "
            "(agentRequest-Handler-2) Executing command "
            "[/usr/share/cloudstack-common/scripts/vm/network/vnet/modifyvlan.sh -o add].\n"
        ),
    ),
    fix="mend what the script says; then start the instance again",
)
