"""A cell did not answer the scheduler in time.

What it looks for: `Timeout getting computes for cell ...`, `Timed out waiting for response from cell
...`.

Why it fails a launch: with one cell there is no host left to choose.

What to do: look at the database of the cell, and at the connection in nova-manage cell_v2 list_cells.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-cell-silent",
    kinds={"nova.cell_silent"},
    subject="cell",
    title="Cell {name} did not answer the scheduler",
    means=(
        "The database of that cell was down or slow: its nodes are left out of the choice, and "
        "its instances are missing from lists."
    ),
    severity="error",
    stage="scheduled",
    category="control.database",
    says="a cell did not answer the scheduler in time",
    telling=Telling(
        asks=(
            Ask(
                "nova-manage cell_v2 list_cells --verbose",
                (
                    ("a wrong address", "update_cell"),
                    ("right", "the database itself was slow or down"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "database-unreachable",
        "database-connections",
        "database-galera",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.scheduler.host_manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Timeout getting "
            "computes for cell 4a6f2f9f-8b8e-4a0e-9a0b-8e3b0d8c6f11\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 DEBUG nova.scheduler.host_manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Found 2 cells: "
            "0000, 4a6f refresh_cells_caches "
            "/usr/lib/python3/dist-packages/nova/scheduler/host_manager.py:769\n"
        ),
    ),
    fix="bring the database of the cell back",
)
