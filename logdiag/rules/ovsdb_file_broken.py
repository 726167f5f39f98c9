"""ovsdb-server does not serve a database file.

What it looks for: `ovsdb error: FILE: REASON` (a header that does not parse, `the server left the cluster`).

Why it fails a launch: without its database a switch adds no port; without OVN's northbound or southbound database no
new port or network reaches any host.

What to do: of a cluster: move the file away and join the server anew; of a single server: a backup.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00002|ovsdb_server|ERR|"

rule = told(
    id="ovsdb-file-broken",
    kinds={"openvswitch.database_broken"},
    subject="path",
    noun="database",
    fields=("reason",),
    title="ovsdb-server on {where} does not serve the database {name}: {reason}",
    means=(
        "The file of the database is not one that it can go on with: {reason}. A file that does not parse is damaged,"
        " cut short, or written by another version; one that says that the server left the cluster belongs to a member"
        " that was taken out and may not come back under its old identity."
    ),
    severity="error",
    stage="plugged",
    category="network.link",
    says="ovsdb-server does not serve a database file",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: what made the file so",
        asks=(
            Ask(
                "ovsdb-tool check-cluster {path}",
                (("an error", "move it away and join anew"), ("nothing", "the file is well by now")),
            ),
        ),
    ),
    fires=(
        f"{_OVS}ovsdb error: /etc/ovn/ovnsb_db.db: record 150 shows that the server left the cluster\n",
    ),
    quiet=("2026-11-22T05:54:48.123Z|00001|vlog|INFO|opened log file /var/log/ovn/ovsdb-server-sb.log\n",),
    fix=(
        "move the file away (keep it) and let the server join the cluster with a fresh one (ovsdb-tool join-cluster),"
        " or restore a backup where it is the only server"
    ),
)
