"""AppArmor could not load a profile.

What it looks for: `AppArmor parser error for ... at line N`, libvirt's `cannot load AppArmor profile`.

Why it fails a launch: a guest is to run under its profile: where that cannot be loaded, libvirt refuses to
start it.

What to do: apparmor_parser -r on the profile shows the line; install what it includes, or mend it.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="apparmor-profile-broken",
    kinds={"apparmor.parser_error", "libvirt.profile_load"},
    subject="profile",
    fields=("reason", "model", "line"),
    title="AppArmor on {where} could not load a profile: {name}",
    means=(
        "The parser stopped ({reason}). What the profile includes (abstractions, tunables) "
        "is missing, or a line of it is not valid for this version. A profile that is not "
        "loaded confines nobody; libvirt, which makes one for each guest, refuses to start "
        "the guest."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="AppArmor could not load a profile",
    symptom_of=("apparmor-denied",),
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: who changed it",
        asks=(
            Ask(
                "apparmor_parser -Q -T {profile}",
                (
                    (
                        "an error",
                        "its line is named",
                    ),
                    (
                        "nothing",
                        "it loads by now",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 apparmor.systemd[39586]: AppArmor parser error for "
            "/etc/apparmor.d in profile /etc/apparmor.d/usr.sbin.libvirtd at line 11: Could not "
            "open 'abstractions/base'\nNov 22 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n"
        ),
        (
            "Nov 22 06:16:00 nc01 libvirtd[1402]: internal error: cannot load AppArmor profile "
            "'libvirt-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 apparmor.systemd[39586]: Reloading AppArmor profiles\n",),
    fix="install what the profile includes, or mend its line, and load it again",
)
