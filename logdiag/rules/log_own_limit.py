"""A program holds back its own lines.

What it looks for: `logging too fast, shutting up for 10 minutes` of pimd and mrouted.

Why it fails a launch: it does not. For that time the program says nothing, whatever happens to it.

What to do: nothing, unless that program is in question; see what it said so often before.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

rule = told(
    id="log-own-limit",
    kinds={"pimd.shut_up"},
    subject="program",
    noun="program",
    fields=("minutes",),
    title="{name} on {where} holds back its own lines",
    means=(
        "The limit is the program's own: {name} wrote too much and is silent by itself for {minutes} minutes."
        " Neither rsyslog nor journald dropped anything, and no other program is hit. It is harmless; what it"
        " did not say in that time is in no log."
    ),
    severity="info",
    stage="addressed",
    category="logging",
    says="a program holds back its own lines",
    telling=Telling(needs_launch=True),
    fires=("Nov 22 06:16:00 nc01 pimd[872]: logging too fast, shutting up for 10 minutes\n",),
    quiet=("Nov 22 06:16:00 nc01 pimd[871]: pimd version 2.3.2 starting ...\n",),
    fix="nothing, unless the program itself is in question",
)
