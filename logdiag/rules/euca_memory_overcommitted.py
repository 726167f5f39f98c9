"""A node offers more memory than it has.

What it looks for: `MAX_MEM value is set to NMB that is greater than the amount of physical memory: MMB`.

Why it fails a launch: when the guests use what they were promised the kernel kills one of them.

What to do: lower MAX_MEM.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-memory-overcommitted",
    kinds={"nc.too_much_memory"},
    subject="host",
    noun="host",
    fields=(
        "set",
        "physical",
    ),
    title="A node of Eucalyptus offers {set} MB of {physical} MB memory",
    means=(
        "MAX_MEM promises more than there is. Launches succeed until the guests fill their "
        "memory; then starts fail with 'Cannot allocate memory', or the OOM killer takes a guest."
    ),
    severity="warning",
    stage="defined",
    category="compute.memory",
    says="a node offers more memory than it has",
    telling=Telling(
        confidence="possible",
        rivals=(("overcommitment is wanted, and swap suffices", "free -m shows swap that is not used up"),),
    ),
    fires=(
        (
            f"{_EUCA}MAX_MEM value is set to 131072MB that is greater than the amount of physical "
            f"memory: 65536MB\n"
        ),
    ),
    quiet=((f"{_EUCA}physical memory available for instances: 64000MB\n"),),
    fix="lower MAX_MEM",
)
