"""A GlusterFS volume lost its quorum: nothing on it can be written, or it is stopped.

What it looks for: `Server quorum lost for volume NAME. Stopping local bricks.`, `Client-quorum is not met`, `All
subvolumes are down`, and whether it came back.

Why it fails a launch: disks on the volume answer with errors or are read-only, until most of its servers are back; no
guest that has its disk there starts, and those that run are paused.

What to do: bring the other servers back, or the network to them.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_GLUSTER = "[2026-11-22 06:16:00.120119] "
_LOST = (
    f"{_GLUSTER}C [MSGID: 106002] [glusterd-server-quorum.c:355:glusterd_do_volume_quorum_action] 0-management:"
    " Server quorum lost for volume vmstore. Stopping local bricks.\n"
)

rule = told(
    id="gluster-quorum-lost",
    kinds={"gluster.quorum_lost"},
    mended_by={"gluster.quorum_back"},
    subject="volume",
    noun="volume",
    title="GlusterFS has lost the quorum of {many} on {where}: {name}",
    means=(
        "Too few of the servers that keep the volume's copies are reached. GlusterFS then stops its bricks, or"
        " refuses to write, so that no copy goes its own way: disks of guests there are read-only or gone."
    ),
    severity="error",
    stage="prepared",
    category="storage",
    says="a GlusterFS volume lost its quorum",
    telling=Telling(
        confidence="likely",
        beyond="not known: why the other servers are not reached",
        asks=(
            Ask(
                "gluster peer status",
                (("Disconnected", "that server is down or not reached: start there"),),
            ),
            Ask(
                "gluster volume status",
                (("N in the column Online", "that brick does not run"),),
            ),
        ),
    ),
    fires=(_LOST,),
    quiet=(
        (
            f"{_GLUSTER}I [MSGID: 108002] [afr-common.c:5345:afr_notify] 0-vmstore-replicate-0: Client-quorum"
            " is met\n"
        ),
    ),
    fix="bring the servers of the volume back (gluster peer status), then the guests",
)
