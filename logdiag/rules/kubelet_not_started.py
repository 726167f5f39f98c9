"""kubelet ended at its start.

What it looks for: kubelet's `failed to run Kubelet: REASON` and `existing bootstrap client certificate in PATH
is expired`.

Why it fails a launch: the node is NotReady: nothing is started on it, and what runs is not watched.

What to do: the reason tells; an expired client certificate needs a new bootstrap token or kubeconfig.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="kubelet-not-started",
    kinds={"kubelet.client_expired", "kubelet.not_run"},
    subject="host",
    fields=("reason", "time"),
    title="kubelet on {where} cannot start",
    means=(
        "kubelet's own last words. It lacks what it names ({reason}), or its client "
        "certificate has expired ({time}). systemd starts it again and again, to the same "
        "end."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="kubelet ended at its start",
    telling=Telling(
        confidence="likely",
        beyond="not known: why it was not renewed or set",
        asks=(
            Ask(
                "openssl x509 -enddate -noout -in /var/lib/kubelet/pki/kubelet-client-current.pem",
                (
                    (
                        "a date that is past",
                        "renew it",
                    ),
                    (
                        "later",
                        "see the reason in its log",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kubelet[3081]: E1122 06:16:00.994527    3081 bootstrap.go:265] "
            "part of the existing bootstrap client certificate in /etc/kubernetes/kubelet.conf "
            "is expired: 2026-11-20 04:45:09 +0000 UTC\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 kubelet[3081]: I1122 06:16:00.900121    3081 server.go:412] "
            "Version: v1.28.4\n"
        ),
    ),
    fix=("mend what it names; for an expired certificate renew it (kubeadm certs, a new bootstrap token)"),
)
