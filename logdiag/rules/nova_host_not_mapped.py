"""A compute node is mapped to no cell.

What it looks for: `No host-to-cell mapping found for selected host ...`, `Host '...' is not mapped to
any cell`, `No cell mapping found for cell0`, `No cells were found`.

Why it fails a launch: the scheduler can choose the node, and the conductor cannot send the build to it.

What to do: map the hosts, and look at the list of cells.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-host-not-mapped",
    kinds={"nova.host_in_no_cell", "nova.no_cell0", "nova.no_cells"},
    subject="node",
    noun="node",
    title="{name} is in no cell: new compute nodes were never mapped",
    means=(
        "A compute node that has just been added runs and reports, yet the API database does "
        "not know in which cell it is, until `nova-manage cell_v2 discover_hosts` has run (or "
        "discover_hosts_in_cells_interval is set). Without cell0 even the failure cannot be "
        "recorded."
    ),
    severity="error",
    stage="scheduled",
    category="control.database",
    says="a compute node is mapped to no cell",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "nova-manage cell_v2 list_hosts",
                (
                    ("the node is missing", "run discover_hosts"),
                    ("it is there", "look at list_cells: cell0 and the transport url"),
                ),
            ),
        ),
        fix=(
            "nova-manage cell_v2 discover_hosts --verbose",
            "set discover_hosts_in_cells_interval so that it happens by itself",
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.conductor.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] No host-to-cell "
            "mapping found for selected host nc03. Setup is incomplete.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.scheduler.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Discovered 1 new "
            "hosts: cell1:nc03\n"
        ),
    ),
    fix="nova-manage cell_v2 discover_hosts --verbose",
)
