"""A guest's agent does not answer.

What it looks for: `Guest agent is not responding`, `guest agent is not configured`.

Why it fails a launch: nothing fails at the launch by it, except in clouds that ask the agent whether the
guest has come up, or set a password through it.

What to do: install and start qemu-guest-agent in the image; give the guest its channel
org.qemu.guest_agent.0.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="guest-agent-silent",
    kinds={"libvirt.agent_silent"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="The agent inside a guest on {where} does not answer",
    means=(
        "libvirt asked qemu-guest-agent inside a guest, and nobody answered ({reason}): it is not"
        " installed in the image (template), not started, or the guest has not come up. What the"
        " cloud does through it, as a ping, a password or a frozen file system, times out."
    ),
    severity="warning",
    stage="usable",
    category="hypervisor",
    says="a guest's agent does not answer",
    telling=Telling(
        asks=(
            Ask(
                'virsh qemu-agent-command GUEST \'{"execute":"guest-ping"}\'',
                (("return", "it answers by now"), ("not connected", "no agent in the guest")),
            ),
        ),
    ),
    fires=(f"{_HEAD}Guest agent is not responding: QEMU guest agent is not connected\n",),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="install qemu-guest-agent in the image and start it",
)
