"""Kubernetes finds no node for a pod, the one of a virtual machine among them.

What it looks for: `Unable to schedule pod; no fit; waiting`, with no `Successfully bound pod to node` for it
after it.

Why it fails a launch: the guest of a pod that has no node stays Scheduling.

What to do: the reason counts the nodes and why each was ruled out.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="pod-not-scheduled",
        kinds={"kubelet.unschedulable"},
        subject="pod",
        fields=("reason",),
        mended_by={"kubelet.bound"},
        title="Kubernetes finds no node for {name}: {reason}",
        means="The scheduler ruled every node out: {reason}.",
        severity="error",
        stage="scheduled",
        category="compute.capacity",
        says="Kubernetes finds no node for a pod",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "kubectl get pods -n kubevirt -o wide",
                    (("no virt-handler on a node", "that node offers no devices for guests"),),
                ),
                Ask(
                    "kubectl describe nodes",
                    (
                        ("devices.kubevirt.io/kvm: 0", "no virtualisation on that node"),
                        ("taints", "the node is down or set apart"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 cp1 kube-scheduler[2110]: I1122 06:16:00.104420    2110 "
            'schedule_one.go:1055] "Unable to schedule pod; no fit; waiting" '
            'pod="tenants/virt-launcher-vm7-xk2lp" err="0/2 nodes are available: 2 Insufficient '
            'devices.kubevirt.io/kvm."\n',
        ),
        quiet=(
            "Nov 22 06:16:00 cp1 kube-scheduler[2110]: I1122 06:16:00.104420    2110 "
            'schedule_one.go:266] "Successfully bound pod to node" '
            'pod="tenants/virt-launcher-vm7-xk2lp" node="nc01" evaluatedNodes=2 feasibleNodes=1\n',
        ),
        fix="mend what rules the nodes out",
    )
)
