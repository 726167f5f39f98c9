"""Open vSwitch could not make its bridges in the kernel.

What it looks for: `failed to create bridge BRIDGE`, `failed to open datapath`, `failed to create datapath`.

Why it fails a launch: without br-int no port of a guest is wired: interfaces exist in the database and carry
nothing.

What to do: modprobe openvswitch; install the module for the running kernel, or reboot into the kernel it is
for.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="openvswitch-no-datapath",
    kinds={"openvswitch.bridge_failed"},
    subject="bridge",
    noun="bridge",
    fields=("reason",),
    title="Open vSwitch on {where} could not make its datapath: {name}: {reason}",
    means=(
        "The kernel's part of Open vSwitch did not answer: {reason}. 'No such file or "
        "directory' and 'Address family not supported' mean that the module openvswitch is "
        "not loaded, mostly after an update of the kernel. Ports of guests are not wired."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="Open vSwitch could not make its bridges in the kernel",
    symptom_of=("kernel-module-missing",),
    telling=Telling(
        confidence="likely",
        beyond="not known: why the module is not there",
        asks=(
            Ask(
                "lsmod",
                (
                    (
                        "no openvswitch",
                        "modprobe openvswitch",
                    ),
                    (
                        "openvswitch",
                        "see dmesg for why it refuses",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 ovs-vswitchd[702]: ovs|00024|bridge|ERR|failed to create "
            "bridge br-int: No such file or directory\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 ovs-vswitchd[702]: ovs|00024|bridge|INFO|bridge br-int: added "
            "interface br-int on port 65534\n"
        ),
    ),
    fix="load the kernel module openvswitch",
)
