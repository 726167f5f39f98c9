"""A network file system could not be mounted, in the words of mount's helper.

What it looks for: `mount.nfs: REASON`, `mount.nfs4: REASON`, whoever repeats them (libvirt, a kubelet, a
cloud's agent).

Why it fails a launch: the images or disks that lie on the share are not there on this host.

What to do: access denied: the server's exports (this client, the path, the NFS version); else the way to the
server.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_TALK = (
    "timeout set for",
    "trying text-based",
    "trying ",
    "prog ",
    "mount(2): ",
    "portmap query",
    "rpc.statd is",
    "Either ",
)


def _is_refused(told: Mapping[str, str]) -> bool:
    """Whether it is the end of a try, and not what mount.nfs -v tells on the way."""
    return not told["reason"].startswith(_TALK)


rule = refused(
    told(
        id="mount-refused",
        kinds={"mount.nfs_refused", "mount.nfs4_refused"},
        subject="reason",
        noun="reason",
        fields=("reason",),
        where=_is_refused,
        title="A network file system was not mounted on {where}: {reason}",
        means="mount gave up: {reason}.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="a network file system could not be mounted",
        symptom_of=("nfs-silent", "uplink-down"),
        telling=Telling(
            confidence="likely",
            needs_launch=True,
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "findmnt -t nfs,nfs4",
                    (
                        ("the share is listed", "it was mounted since"),
                        ("it is not", "mount it by hand with -v"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 kubelet[1733]: Output: mount.nfs: access denied by server while mounting"
            " 192.0.2.50:/export/vms\n",
        ),
        quiet=("Nov 22 06:16:00 nc01 mount[809]: mount.nfs: timeout set for Sun Nov 22 06:18:00 2026\n",),
        fix="mount the share by hand once the reason is mended",
    )
)
