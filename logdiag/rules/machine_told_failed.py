"""A program says in plain words that a machine did not start, and no rule knows more.

What it looks for: `Failed to start VM NAME: REASON` and its like (create, launch, boot; unable to, could not, cannot;
virtual machine, instance, domain, guest), whichever program says it.

Why it fails a launch: the program says so itself. Whether it tries again, and what the reason means there, is not known
here: every rule that knows more stands before this one.

What to do: mend what the reason names; the lines of the same program before it have more.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import ANY_RULE, Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="machine-told-failed",
        kinds={"launcher.not_started"},
        subject="host",
        fields=("reason",),
        title="A program says that a machine did not start: {reason}",
        means="In the words of the program that was to start it: {reason}.",
        severity="warning",
        stage="defined",
        category="hypervisor",
        says="a program says that a machine did not start, and no rule knows more",
        symptom_of=(ANY_RULE,),
        telling=Telling(
            confidence="possible",
            beyond="not known: whether it was tried again, and more than the reason tells",
            rivals=(("it was started at another try, or on another host", "the machine runs"),),
            asks=(
                Ask(
                    "virsh list --all",
                    (
                        ("running", "the machine is there: a later try went well"),
                        ("shut off or nothing", "it did not start, or another program keeps it"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 vmorch[711]: Failed to start VM web7: no such device\n",
            "Nov 22 06:16:00 nc01 vmorch[711]: task 12: could not start virtual machine web7: timed out\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 vmorch[711]: VM web7 started\n",
            "Nov 22 06:16:00 nc01 systemd[1]: Failed to start The nginx HTTP and reverse proxy server.\n",
        ),
        fix="mend what the reason names and start the machine again",
    )
)
