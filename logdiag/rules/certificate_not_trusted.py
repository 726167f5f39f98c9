"""A certificate is signed by an authority that is not known here.

What it looks for: Go's own words `x509: certificate signed by unknown authority` in what any program says.

Why it fails a launch: whoever checks it refuses to talk: nodes do not register, peers of etcd do not join,
images are not pulled.

What to do: give this machine the CA of the other side (trust store, or the file that its configuration
names).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.tasks import has_failed

rule = told(
    id="certificate-not-trusted",
    kinds={"errno.certificate_unknown"},
    subject="program",
    noun="program",
    fields=("task", "rest"),
    where=has_failed,
    title="A certificate is not trusted on {where}: {name}",
    means=(
        "The certificate of the other side is signed by a CA that {where} does not know: "
        "{task}. After a cluster or its CA was made anew, nodes that hold the old CA say "
        "this; with a proxy between, it is the CA of the proxy."
    ),
    severity="error",
    stage="requested",
    category="security",
    says="a certificate is signed by an authority that is not known here",
    symptom_of=("image-pull-failed",),
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: which CA is the right one",
        rivals=(
            (
                "a proxy between them shows a certificate of its own",
                "its issuer names the proxy",
            ),
        ),
        asks=(
            Ask(
                "openssl s_client -showcerts -connect HOST:PORT",
                (
                    (
                        "another issuer than expected",
                        "a proxy, or an old CA",
                    ),
                    (
                        "the right issuer",
                        "its CA is missing here",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 etcd[902]: health check for peer 552fb05951af50c9 could not "
            "connect: x509: certificate signed by unknown authority\nNov 22 06:16:00 nc01 "
            "libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 etcd[902]: health check for peer 552fb05951af50c9 could not "
            "connect: dial tcp 10.0.0.9:2380: i/o timeout\n"
        ),
    ),
    fix="give this machine the CA of the other side",
)
