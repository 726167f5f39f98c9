"""The build of an instance failed on every host that was tried.

What it looks for: `Exhausted all hosts available for retrying build failures for instance ...`,
`Exceeded maximum number of retries`.

Why it fails a launch: the instance goes to ERROR.

What to do: read nova-compute.log of the nodes that were tried: the reason stands there, under the same
request id.
"""

from __future__ import annotations

from logdiag.reasons import REASONED
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-hosts-exhausted",
    kinds={"nova.hosts_exhausted"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    title="Every host that was tried failed to build {name}",
    means=(
        "The scheduler gave a host and alternates (max_attempts, 3), and the build failed on "
        "each. That it failed everywhere speaks for what they share: the image, the flavor, the "
        "network or the storage, and not for one bad node."
    ),
    severity="error",
    stage="scheduled",
    category="hypervisor",
    says="the build of an instance failed on every host that was tried",
    state="failed",
    telling=Telling(
        beyond="not known: it stands in nova-compute.log of the hosts that were tried",
        asks=(
            Ask(
                "openstack server event list {instance}",
                (("the hosts tried", "read nova-compute.log there"),),
            ),
            Ask("openstack server show {instance}", (("a fault with details", "the last reason"),)),
        ),
    ),
    symptom_of=(
        *REASONED,
        "nova-build-failed",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.conductor.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Exhausted all hosts "
            "available for retrying build failures for instance "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.conductor.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Trying the next "
            "alternate host for instance 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.\n"
        ),
    ),
    fix="mend what nova-compute.log of those hosts names",
)
