"""The guest agent in a CloudStack machine did not answer, and the start was given up.

What it looks for: `Process [PID] for command [.../patch.sh -n NAME ...] timed out.` and `Passing cmdline
failed:timeout`.

Why it fails a launch: for system machines and routers, and for guests that need it, the start counts
only when the guest has taken its command line.

What to do: look at the console of the machine; install and enable qemu-guest-agent in the template.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told


def _is_patch(told: Mapping[str, str]) -> bool:
    """Whether it is the script that speaks to the guest, of old patchviasocket."""
    return not told["script"] or "patch" in told["script"]


rule = told(
    id="cloudstack-guest-agent",
    kinds={"cloudstack.guest_silent", "cloudstack.cmdline_failed"},
    subject="domain",
    noun="instance",
    fields=("script",),
    where=_is_patch,
    title="The guest agent inside {name} did not answer its host: the start was given up",
    means=(
        "CloudStack starts the machine and then speaks to the QEMU guest agent inside it "
        "(patch.sh sends guest-ping, then the command line). No answer came in time: the "
        "template has no qemu-guest-agent, it does not start there, the guest hangs in its "
        "boot, or the channel (virtio-serial) is missing. The machine may run; CloudStack "
        "waits, keeps it in Starting, and then stops it."
    ),
    severity="error",
    stage="configured",
    category="hypervisor",
    says="the guest agent in a CloudStack machine did not answer, and the start was given up",
    state="failed",
    telling=Telling(
        rivals=(
            ("the guest does not boot at all", "its console: virsh console, or a screenshot"),
            (
                "the agent is there, the channel is not",
                "virsh dumpxml shows no org.qemu.guest_agent.0 channel",
            ),
        ),
        asks=(
            Ask(
                "virsh domstate {domain}",
                (
                    ("running", "it boots: the agent inside is missing or late"),
                    ("shut off", "look at its qemu log"),
                ),
            ),
            Ask(
                "virsh list --all",
                (
                    ("the machine runs", "it boots: the agent inside is missing or late"),
                    ("it does not", "look at its qemu log"),
                ),
            ),
        ),
        fix=(
            (
                "install and enable qemu-guest-agent in the template (for system machines: use the "
                "template of this CloudStack version)"
            ),
            "then start the instance again",
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02,120 WARN  [kvm.resource.LibvirtComputingResource] "
            "(agentRequest-Handler-2) Process [40217] for command "
            "[/usr/share/cloudstack-common/scripts/vm/hypervisor/kvm/patch.sh -n v-2-VM] timed out. "
            "Output is [].\n"
            "2026-11-02 06:11:03,120 ERROR [kvm.resource.LibvirtComputingResource] "
            "(agentRequest-Handler-2) Passing cmdline failed:timeout\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02,120 DEBUG [kvm.resource.LibvirtComputingResource] "
            "(agentRequest-Handler-2) Exit value of process [40217] for command "
            "[/usr/share/cloudstack-common/scripts/vm/hypervisor/kvm/patch.sh -n v-2-VM] is [0].\n"
        ),
    ),
    fix=(
        "install and enable qemu-guest-agent in the template (for system machines: use the "
        "template of this CloudStack version)"
    ),
)
