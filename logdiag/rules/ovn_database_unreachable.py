"""OVN's databases do not answer.

What it looks for: `OVS database connection to OVN_Southbound failed with error`, `non-zero flags not
allowed in calls to send()` (python3-openvswitch 2.17.0, bug 1980211), certificates that OVN refuses.

Why it fails a launch: neutron-server, ovn-controller and the metadata agents work by these databases:
ports are not bound or not wired without them.

What to do: look at ovsdb-server of northbound and southbound (ports 6641 and 6642), its cluster and its
certificates; restart the client.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "
_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"

rule = told(
    id="ovn-database-unreachable",
    kinds={"neutron.ovn_unreachable", "neutron.tls_send_broken", "openvswitch.certificate_expired"},
    subject="host",
    noun="host",
    fields=(
        "schema",
        "reason",
    ),
    title="OVN's database cannot be reached",
    means=(
        "A client of OVN's northbound or southbound database lost its connection and does not get"
        " it back: the server is down or busy, a certificate has expired, or the client's library"
        " cannot reconnect over TLS (python3-openvswitch 2.17.0, bug 1980211: fixed in 2.17.2, a "
        "restart of the service helps until then). New ports are not wired while that lasts."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="OVN's databases cannot be reached",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the database was restarted, and clients come back by themselves", "later lines: connected"),
        ),
        asks=(
            Ask(
                "ovs-appctl -t /var/run/ovn/ovnsb_db.ctl cluster/status OVN_Southbound",
                (
                    ("no leader, or an error", "mend the cluster"),
                    ("a leader", "restart the client (neutron-server, the metadata agent, ovn-controller)"),
                ),
            ),
            Ask(
                "openssl x509 -enddate -noout -in /etc/ovn/cert_host",
                (("a date in the past", "renew the certificates, restart OVN"),),
            ),
        ),
    ),
    fires=(
        (
            f"{_SERVER}OVS database connection to OVN_Southbound failed with error: 'Timeout'. "
            f"Verify that the OVS and OVN services are available and that the 'ovn_nb_connection' "
            f"and 'ovn_sb_connection' configuration options are correct.\n"
        ),
        (
            f"{_OVS}SSL_accept: error:14094415:SSL routines:ssl3_read_bytes:sslv3 alert "
            f"certificate expired\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="bring the database or its certificates back, restart the client",
)
