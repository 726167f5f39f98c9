"""LXC could not put a container into its AppArmor profile.

What it looks for: `Failed to change apparmor profile to NAME`, `Failed to set AppArmor label`.

Why it fails a launch: the container is not started without it.

What to do: load the profiles (apparmor service, the package's own), or see whether AppArmor is in the kernel
at all.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="container-profile-missing",
    kinds={"lxc.profile_missing"},
    subject="profile",
    noun="profile",
    fields=("reason",),
    title="LXC on {where} has no AppArmor profile {name} for its containers",
    means=(
        "LXC asked the kernel to confine a container by the AppArmor profile {name} and was "
        "told: {reason}. The profile is not loaded: the apparmor package or its service is "
        "missing, the profiles of LXC were not loaded after an update or in a nested container."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="LXC could not put a container into its AppArmor profile",
    telling=Telling(
        confidence="likely",
        beyond="not known: why the profile is not loaded",
        asks=(
            Ask(
                "aa-status",
                (
                    ("the profile is not listed", "load it: systemctl reload apparmor"),
                    ("no apparmor", "it is not in the kernel, or not installed"),
                ),
            ),
        ),
        fix=(
            "install apparmor and load the profiles (systemctl restart apparmor), then start the "
            "container again",
        ),
    ),
    fires=(
        "lxc u1604 20261122061200.638 ERROR    apparmor - "
        "lsm/apparmor.c:apparmor_process_label_set:243 - No such file or directory - Failed to "
        "change apparmor profile to lxc-container-default-cgns\n",
    ),
    quiet=("lxc u1604 20261122061200.638 NOTICE   start - start.c:start:2174 - Exec'ing /sbin/init\n",),
    fix="load the AppArmor profiles of LXC",
)
