"""The limit of watched files is reached.

What it looks for: systemd's `inotify watch limit reached`.

Why it fails a launch: programs that wait for a file to change do not see it: agents, dnsmasq's and DHCP
servers' host files, systemd's own units.

What to do: raise fs.inotify.max_user_watches and max_user_instances.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 systemd[1]: "

rule = told(
    id="inotify-limit",
    kinds={"systemd.inotify_limit"},
    subject="host",
    noun="host",
    fields=("path",),
    title="The limit of watched files is reached on {where}",
    means=(
        "systemd could not watch {path}: the limit of inotify is used up, and other programs that"
        " wait for files to change miss it as well."
    ),
    severity="warning",
    stage="configured",
    category="limits",
    says="the limit of watched files is reached",
    telling=Telling(
        confidence="confirmed",
        needs_launch=True,
        asks=(
            Ask(
                "sysctl fs.inotify.max_user_watches fs.inotify.max_user_instances",
                (("8192 or 128", "the old defaults: raise them"),),
            ),
        ),
    ),
    fires=(f"{_HEAD}Failed to add a watch for /run/systemd/ask-password: inotify watch limit reached\n",),
    quiet=(f"{_HEAD}Reached target multi-user.target - Multi-User System.\n",),
    fix="raise fs.inotify.max_user_watches and max_user_instances",
)
