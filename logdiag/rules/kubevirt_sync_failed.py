"""KubeVirt could not start a guest, or bring it to what was asked for.

What it looks for: `Synchronizing the VirtualMachineInstance failed.` of virt-handler, `Failed to sync vmi`,
`Failed to start VirtualMachineInstance` of virt-launcher, with no `Synchronization loop succeeded.` after it;
an object that changed in between is tried again and is none.

Why it fails a launch: the guest stays Scheduled, or its pod is thrown away when the time for its start is up.

What to do: mend what the reason names; the log of the compute container of its virt-launcher pod has
libvirt's own lines.
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
        id="kubevirt-sync-failed",
        kinds={"kubevirt.sync_failed", "kubevirt.never_defined"},
        subject="instance",
        noun="guest",
        fields=("reason",),
        where=_has_failed,
        mended_by={"kubevirt.synced"},
        title="KubeVirt did not start {name}: {reason}",
        means="virt-handler and virt-launcher on the node could not do what the guest's definition "
        "asks for: {reason}.",
        severity="error",
        stage="defined",
        category="hypervisor",
        says="KubeVirt could not start a guest",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "kubectl get vmi -A",
                    (("Scheduled or Failed", "it still does not run"), ("Running", "it is over")),
                ),
                Ask(
                    "kubectl get events -A --field-selector type=Warning",
                    (("SyncFailed, FailedMount", "the reason from the cluster's side"),),
                ),
            ),
        ),
        fires=(
            '{"component":"virt-handler","kind":"","level":"error","msg":"Synchronizing the '
            "VirtualMachineInstance "
            'failed.","name":"vm7","namespace":"prod","pos":"vm.go:1690","reason":"failed to '
            "configure vmi network: setup failed, err: failed plugging phase1 at nic 'net1': Link "
            'not found","timestamp":"2026-11-22T06:16:00.052144Z","uid":"a0b7e7de"}\n',
        ),
        quiet=(
            '{"component":"virt-handler","kind":"","level":"info","msg":"Synchronization loop '
            'succeeded.","name":"vm7",'
            '"namespace":"prod","pos":"vm.go:799","timestamp":"2026-11-22T06:16:04.120480Z","uid":"a0b7e7de"}\n',
        ),
        fix="mend what the reason names; KubeVirt tries again by itself",
    )
)
