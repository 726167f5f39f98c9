"""oVirt's engine does not reach vdsm on a host.

What it looks for: `Host x is not responding`, `VDSM x command ... failed`, with no `was set to Up` after it.

Why it fails a launch: no machine is started on that host, and those that it runs are unknown.

What to do: vdsmd and the network of that host, port 54321, its certificate.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ovirt-host-silent",
    kinds={"ovirt.host_silent"},
    subject="node",
    noun="host",
    nouns="hosts",
    fields=("rest",),
    mended_by={"ovirt.host_up"},
    title="oVirt's engine does not reach vdsm on {name}",
    means="The engine asked vdsm on that host and got no use of an answer: {rest}",
    severity="error",
    stage="scheduled",
    category="control.api",
    says="oVirt's engine does not reach vdsm on a host",
    telling=Telling(
        confidence="likely",
        beyond="not known: why the host is silent",
        asks=(
            Ask(
                "systemctl status vdsmd",
                (
                    ("inactive or failed", "start it: its log names the reason"),
                    ("active", "the network or the certificate: port 54321"),
                ),
            ),
        ),
    ),
    fires=(
        "2026-11-22 06:16:00,297+01 ERROR "
        "[org.ovirt.engine.core.dal.dbbroker.auditloghandling.AuditLogDirector] "
        "(EE-ManagedThreadFactory-engine-Thread-9) [] EVENT_ID: VDS_HOST_NOT_RESPONDING(9,027), "
        "Host h1 is not responding. Host cannot be fenced automatically because power management "
        "for the host is disabled.\n",
    ),
    quiet=(
        "2026-11-22 06:16:40,297+01 INFO  "
        "[org.ovirt.engine.core.dal.dbbroker.auditloghandling.AuditLogDirector] "
        "(EE-ManagedThreadFactory-engine-Thread-9) [] EVENT_ID: VDS_DETECTED(13), Status of host "
        "h1 was set to Up.\n",
    ),
    fix="bring vdsmd, or the network of that host, back",
)
