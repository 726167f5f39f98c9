"""sanlock lost, or did not get, its lease on shared storage.

What it looks for: sanlock's `check_our_lease failed N`, `add_lockspace fail result N`.

Why it fails a launch: without its lease the host may not use the storage: volumes are not activated, machines with a
lease there are ended, the host turns non-operational or is reset by its watchdog.

What to do: the way to the storage and its delay; who else has this host's id.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="storage-lease-lost",
    kinds={"sanlock.lease_lost", "sanlock.lockspace_refused"},
    subject="host",
    fields=("seconds", "code"),
    title="sanlock on {where} has no valid lease on its shared storage",
    means=(
        "sanlock writes to the shared storage every few seconds to say that the host lives. It could not in time (slow"
        " storage, a lost path), or did not get in at all (add_lockspace: -262 is a lease that another host with this"
        " id holds, -90 or -19 a file of leases that is missing or damaged, -13 no permission). What is locked there is"
        " not to be used on this host."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="sanlock lost or did not get its lease on shared storage",
    symptom_of=("storage-paths-lost", "iscsi-lost", "nfs-silent", "disk-failing"),
    telling=Telling(
        confidence="likely",
        beyond="not known: why the storage was late",
        asks=(
            Ask(
                "sanlock client status",
                (
                    ("the lockspace is listed", "it is back"),
                    ("it is not", "the storage is still not reached"),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 sanlock[811]: 2026-11-22 06:16:00 8154 [811]: s2 check_our_lease failed 80\n",
    ),
    quiet=(
        "Nov 22 06:16:00 nc01 sanlock[811]: 2026-11-22 06:16:00 8100 [811]: sanlock daemon started 3.8.5\n",
    ),
    fix="mend the way to the storage, or give sanlock a longer io_timeout on slow storage",
)
