"""virt-handler cannot write a guest's state to the Kubernetes API server.

What it looks for: `Updating the VirtualMachineInstance status failed.` with another reason than that the
object has been modified, and no `Synchronization loop succeeded.` after it.

Why it fails a launch: the guest may run, and the cluster goes on to show it as Scheduled: nothing that waits
for it goes on.

What to do: the API server and etcd: their load, the network between the node and them, webhooks that do not
answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_CHANGED = "the object has been modified"


def _has_failed(told: Mapping[str, str]) -> bool:
    """Whether it is more than that the object changed in between, which is tried again at once."""
    return _CHANGED not in told["reason"]


rule = refused(
    told(
        id="kubevirt-status-not-written",
        kinds={"kubevirt.status_failed"},
        subject="instance",
        noun="guest",
        fields=("reason",),
        where=_has_failed,
        mended_by={"kubevirt.synced"},
        title="virt-handler cannot write the state of {name} to the API server: {reason}",
        means=(
            "virt-handler knows the guest's state and the Kubernetes API server does not take it: "
            "{reason}. The guest may run"
            " all the same, while the cluster shows its old phase (Scheduled)."
        ),
        severity="error",
        stage="usable",
        category="control.api",
        says="virt-handler cannot write a guest's state to the Kubernetes API server",
        symptom_of=("etcd-store-full",),
        telling=Telling(
            confidence="likely",
            beyond="not known: whether the API server, etcd, a webhook or the network is at fault",
            asks=(
                Ask(
                    "kubectl get --raw /readyz?verbose",
                    (
                        ("failed or slow", "the API server or etcd is in trouble"),
                        ("ok", "the way from that node to it"),
                    ),
                ),
                Ask("kubectl get vmi -A", (("Scheduled", "the state is still not written"),)),
            ),
        ),
        fires=(
            '{"component":"virt-handler","kind":"VirtualMachineInstance","level":"error","msg":"Updating '
            "the VirtualMachineInstance status "
            'failed.","name":"vm7","namespace":"prod","pos":"vm.go:1193","reason":"Timeout: request '
            "did not complete within requested timeout "
            '30s","timestamp":"2026-11-22T06:16:00.797802Z","uid":"5b1d2c44"}\n',
        ),
        quiet=(
            '{"component":"virt-handler","kind":"","level":"error","msg":"Updating the '
            "VirtualMachineInstance status "
            'failed.","name":"vm7","namespace":"prod","pos":"vm.go:890","reason":"Operation cannot '
            'be fulfilled on virtualmachineinstances.kubevirt.io \\"vm7\\": the object has been '
            "modified; please apply your changes to the latest version and try "
            'again","timestamp":"2026-11-22T06:16:00.775480Z","uid":"1e53a162"}\n',
        ),
        fix="bring the API server and etcd back to answering; virt-handler tries again by itself",
    )
)
