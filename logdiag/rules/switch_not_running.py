"""Open vSwitch does not run where a guest shall be plugged in.

What it looks for: ovs-vsctl's `unix:/var/run/openvswitch/db.sock: database connection failed`, by
itself or as libvirt tells it.

Why it fails a launch: no port can be made: every guest with an interface in Open vSwitch fails to
start.

What to do: start openvswitch (ovsdb-server, ovs-vswitchd) and see why it stopped.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="switch-not-running",
    kinds={"openvswitch.database_refused", "libvirt.switch_not_reached"},
    subject="host",
    noun="switch",
    nouns="switches",
    fields=(
        "path",
        "reason",
    ),
    title="Open vSwitch on {where} does not answer: its database's socket {path} is not served",
    means=(
        "ovs-vsctl could not reach ovsdb-server ({reason}). `No such file or directory` and "
        "`Connection refused` mean that it does not run (or that its socket is elsewhere, in a "
        "container); `Permission denied` that the caller may not. No port can be added, so that "
        "no guest can be plugged in."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="Open vSwitch does not run where a guest shall be plugged in",
    telling=Telling(
        beyond="not known: why it stopped; its own log says it",
        asks=(
            Ask(
                "ovs-vsctl show",
                (
                    ("the same error", "start openvswitch"),
                    ("bridges", "it is back"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 ovs-vsctl[4711]: "
            "ovs|00001|db_ctl_base|ERR|unix:/var/run/openvswitch/db.sock: database connection "
            "failed (No such file or directory)\n"
        ),
        (
            "Nov 22 06:16:00 nc01 libvirtd[1402]: internal error: Child process (ovs-vsctl "
            "--timeout=5 -- --if-exists del-port vnet3 -- add-port br-int vnet3) unexpected exit "
            "status 1: ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed "
            "(No such file or directory)\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 ovs-vsctl[4711]: ovs|00001|vsctl|INFO|Called as ovs-vsctl "
            "--timeout=5 -- --if-exists del-port vnet3\n"
        ),
    ),
    fix="systemctl start openvswitch-switch (or openvswitch), and see its log for why it stopped",
)
