"""A rack controller of MAAS does not reach its region.

What it looks for: `Region not available: REASON`, with no `ClusterClient connected` after it.

Why it fails a launch: the rack serves no DHCP and no boot files of its own: machines of its networks do not
deploy.

What to do: maas-regiond and port 5240 of the region; the rack's maas_url.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="maas-region-unreached",
        kinds={"maas.region_unreached"},
        subject="host",
        noun="rack controller",
        fields=("reason",),
        mended_by={"maas.region_reached"},
        times=3,
        title="MAAS' rack controller {where} does not reach its region",
        means="It asked the region controller again and again: {reason}",
        severity="error",
        stage="requested",
        category="control.api",
        says="a rack controller of MAAS does not reach its region",
        telling=Telling(
            confidence="likely",
            beyond="not known: why the region is not reached",
            rivals=(("the region was just starting", "the messages stop within some minutes"),),
            asks=(Ask("ss -tlnp", (("nothing on port 5240", "regiond does not run there"),)),),
        ),
        fires=(
            "2026-11-22 06:16:10 provisioningserver.rpc.clusterservice: [info] Region not available: "
            "Connection was refused by other side: 111: Connection refused. (While requesting RPC "
            "info at http://192.0.2.2:5240/MAAS).\n" * 3,
        ),
        quiet=(
            "2026-11-22 06:16:31 provisioningserver.rpc.clusterservice: [info] Making connections to "
            "all RPC advertised regions.\n",
        ),
        fix="start maas-regiond, or correct the rack's maas_url",
    )
)
