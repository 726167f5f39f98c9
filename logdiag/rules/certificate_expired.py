"""A certificate has expired.

What it looks for: Go's own words `x509: certificate has expired or is not yet valid` in what any program says.

Why it fails a launch: whoever checks it refuses to talk: images are not pulled, nodes and services do not
reach their API.

What to do: openssl x509 -enddate on the certificate: renew it; if it is valid, the clock of one side is
wrong.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="certificate-expired",
    kinds={"errno.certificate_expired"},
    subject="program",
    noun="program",
    fields=("reason", "task"),
    where=has_failed,
    title="A certificate has expired or is not yet valid on {where}: {name}",
    means=(
        "The other side showed a certificate outside of its dates: {reason}. Either it was "
        "not renewed, or the clock of this machine is wrong; the line tells both times."
    ),
    severity="error",
    stage="requested",
    category="security",
    says="a certificate has expired",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: who should have renewed it",
        rivals=(
            (
                "the clock of one side is wrong",
                "date on both sides",
            ),
        ),
        asks=(
            Ask(
                "date -u",
                (
                    (
                        "the right time",
                        "the certificate has expired: renew it",
                    ),
                    (
                        "another",
                        "set the clock first",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 dhcpd[902]: Server starting service.\nNov 22 06:16:00 nc01 "
            'virt-operator[902]: failed to do request: Head "https://registry.example.net/v2/": '
            "tls: failed to verify certificate: x509: certificate has expired or is not yet "
            "valid: current time 2026-11-22T06:16:00Z is after 2026-11-20T00:00:00Z\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 virt-operator[902]: tls: failed to verify certificate: x509: "
            "cannot validate certificate for 10.0.0.9\n"
        ),
    ),
    fix="renew the certificate, or set the clock",
)
