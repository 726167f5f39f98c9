"""A hook script of libvirt failed, and with it the start of a guest.

What it looks for: `Hook script execution failed: ...`

Why it fails a launch: libvirt runs /etc/libvirt/hooks/qemu at each start; a hook that ends with an error
forbids the start.

What to do: the message ends with what the script printed; run it by hand with the same arguments.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="hook-failed",
    kinds={"libvirt.hook_failed"},
    subject="host",
    noun="host",
    fields=(
        "command",
        "reason",
    ),
    title="A hook script of libvirt on {where} refused a guest's start",
    means=(
        "libvirt ran a script of this host at the guest's start ({command}), which ended with an"
        " error ({reason}): the start was given up. The script is the site's own."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a hook script of libvirt refused a guest's start",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: why the script failed; its own words stand in the line",
        asks=(Ask("ls -l /etc/libvirt/hooks", (("qemu", "the script that was run"),)),),
    ),
    fires=(
        (
            f"{_HEAD}Hook script execution failed: internal error: Child process (LC_ALL=C"
            f" /etc/libvirt/hooks/qemu i-7C4F3DF4 prepare begin -) unexpected exit status 1: mkdir: cannot"
            f" create directory\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="mend the script, or take it out of /etc/libvirt/hooks",
)
