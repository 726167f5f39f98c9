"""Rules about DHCP, neutron, Open vSwitch and Eucalyptus: what is mended is over, and the deep failure is blamed."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import report_on

from logdiag.report.values import Report

MENDED: dict[str, str] = {
    "dhcp-declined": (
        "Nov 22 06:11:44 nc01 dhcpd[24290]: DHCPDECLINE of 172.31.0.15 from d0:0d:33:70:32:04 via"
        " br0: abandoned\n"
        "Nov 22 06:12:44 nc01 dhcpd[24290]: DHCPACK on 172.31.0.16 to d0:0d:33:70:32:04 via br0\n"
    ),
    "dhcp-pool-empty": (
        "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: DHCPDISCOVER(br0) d0:0d:a2:00:00:03 no address"
        " available\n"
        "Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: DHCPACK(br0) 172.31.0.19 d0:0d:a2:00:00:03 \n"
    ),
    "dhcp-request-refused": (
        "Nov 22 06:11:44 nc01 dhcpd[24290]: DHCPNAK on 10.9.9.9 to d0:0d:e1:00:00:01 via br0\n"
        "Nov 22 06:12:44 nc01 dhcpd[24290]: DHCPACK on 172.31.0.60 to d0:0d:e1:00:00:01 via br0\n"
    ),
    "dhcpd-failover-broken": (
        "Nov 22 06:11:44 nc01 dhcpd[24290]: failover peer dhcp-failover: I move from normal to "
        "communications-interrupted\n"
        "Nov 22 06:12:44 nc01 dhcpd[24290]: failover peer dhcp-failover: I move from "
        "communications-interrupted to normal\n"
    ),
    "dhcpd-interface-gone": (
        "Nov 22 06:11:44 nc01 dhcpd[24290]: receive_packet failed on br0: Network is down\n"
        "Nov 22 06:12:44 nc01 dhcpd[24290]: Internet Systems Consortium DHCP Server 4.4.3-P1\n"
    ),
    "dnsmasq-ignored": (
        "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: DHCPDISCOVER(br0) d0:0d:a2:00:00:01 ignored\n"
        "Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: DHCPACK(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"
    ),
    "dnsmasq-not-started": (
        "Nov 22 06:27:03 nc01 dnsmasq[23731]: FAILED to start up\n"
        "Nov 22 06:28:03 nc01 dnsmasq-dhcp[23731]: started, version 2.90 DNS disabled\n"
    ),
    "euca-create-failed": (
        "2014-12-14 23:29:56 ERROR | [i-7C4F3DF4] hypervisor failed to create the instance\n"
        "2014-12-14 23:30:56  INFO | [i-7C4F3DF4] booting\n"
    ),
    "euca-dhcp-not-started": (
        "2014-12-14 23:29:56 ERROR | unable to (re)configure local dhcpd server: check above log "
        "errors for details\n"
        "2014-12-14 23:30:56  INFO | dhcpd server restart command "
        "(//usr/lib/eucalyptus/euca_rootwrap /usr/sbin/dhcpd41) succeeded\n"
    ),
    "euca-old-dhcpd-stays": (
        "2014-12-14 23:29:56 ERROR | failed to kill previous dhcp daemon\n"
        "2014-12-14 23:30:56  INFO | dhcp config processed in 3.14 ms.\n"
    ),
    "kea-no-subnet": (
        "Nov 22 06:11:20 nc01 kea-dhcp4: DEBUG [kea-dhcp4.packets.140] "
        "DHCP4_SUBNET_SELECTION_FAILED [hwtype=1 d0:0d:a3:00:00:01], cid=[01:d0:0d:a3:00:00:01], "
        "tid=0x9d9e6472: failed to select subnet for the client\n"
        "Nov 22 06:12:20 nc01 kea-dhcp4: INFO  [kea-dhcp4.leases.140] DHCP4_LEASE_ALLOC [hwtype=1"
        " d0:0d:a3:00:00:01], cid=[01:d0:0d:a3:00:00:01], tid=0xdc659902: lease 172.31.0.10 has "
        "been allocated for 86400 seconds\n"
    ),
    "neutron-agent-cut-off": (
        "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.dhcp.agent [-] Unable to sync network "
        "state.\n"
        "2026-11-22 05:55:48.123 4711 INFO neutron.agent.dhcp.agent [-] Synchronizing state "
        "complete\n"
    ),
    "neutron-child-died": (
        "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.dhcp.agent [-] dnsmasq for dhcp with "
        "uuid 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c not found. The process should not have died\n"
        "2026-11-22 05:55:48.123 4711 INFO neutron.agent.dhcp.agent [-] Respawning dnsmasq for "
        "uuid 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c\n"
    ),
    "neutron-dhcp-failed": (
        "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.dhcp.agent [-] Unable to enable dhcp "
        "for 6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c.\n"
        "2026-11-22 05:55:48.123 4711 INFO neutron.agent.dhcp.agent [-] Finished network "
        "6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c dhcp configuration\n"
    ),
    "neutron-switch-dead": (
        "2026-11-22 05:54:48.123 4711 ERROR "
        "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] OVS is dead. "
        "OVSNeutronAgent will keep running and checking OVS status periodically.\n"
        "2026-11-22 05:55:48.123 4711 INFO "
        "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] OVS is restarted. "
        "OVSNeutronAgent will reset bridges and recover ports.\n"
    ),
    "openvswitch-database-down": (
        "2026-11-22T05:54:48.123Z|00057|bridge|WARN|unix:/var/run/openvswitch/db.sock: connection"
        " attempt failed (No such file or directory)\n"
        "2026-11-22T05:54:48.123Z|00057|bridge|WARN|unix:/var/run/openvswitch/db.sock: "
        "connected\n"
    ),
}
CLIENT = "fa:16:3e:db:a6:11"
DEEP: dict[str, tuple[str, str]] = {
    "dnsmasq-address-leased": (
        "dhcp-pool-empty",
        "Nov 22 06:16:02 dnsmasq-dhcp[1417]: not using configured address 10.20.91.78 because it is leased to"
        f" fa:16:3e:e2:41:eb\nNov 22 06:16:11 dnsmasq-dhcp[1417]: DHCPDISCOVER(eth0) {CLIENT} no address available\n",
    ),
    "neutron-physical-network": (
        "neutron-bind-failed",
        "2026-11-22 05:54:48.123 4711 INFO neutron.plugins.ml2.drivers.ovn.mech_driver [-] Refusing to bind port"
        " 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d on host cmp07 due to the OVN chassis bridge mapping physical networks"
        " [] not supporting physical network: physnet1\n"
        "2026-11-22 05:54:48.125 4711 ERROR neutron.plugins.ml2.managers [-] Failed to bind port"
        " 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d on host cmp07 for vnic_type normal using segments []\n",
    ),
    "euca-storage-unreachable": (
        "euca-images-failed",
        "2014-12-14 23:29:56 ERROR | connection to objectstorage failed: couldn't connect to host (7)\n"
        "2014-12-14 23:29:57 ERROR | [i-7C4F3DF4] failed to prepare images for instance (error=1)\n",
    ),
    "euca-node-unknown": (
        "euca-dhcp-not-started",
        "2014-12-14 23:29:56 ERROR | cannot find local node in global network state: check network config settings\n"
        "2014-12-14 23:29:56 ERROR | unable to generate new dhcp configuration file: check above log errors for"
        " details\n",
    ),
}


def scanned(folder: Path, text: str) -> Report:
    log = folder / "messages"
    log.write_text(text, encoding="utf-8")
    return report_on(log)


@pytest.mark.parametrize("rule", MENDED)
def test_what_is_mended_later_is_over_and_no_incident(tmp_path: Path, rule: str) -> None:
    report = scanned(tmp_path, MENDED[rule])
    told = {one.rule: (one.role, one.status) for one in report.findings}
    assert rule in told
    assert set(told.values()) == {("noise", "over")}
    assert report.incidents == ()


@pytest.mark.parametrize("deep", DEEP)
def test_the_deep_failure_is_blamed_and_the_loud_one_is_its_symptom(tmp_path: Path, deep: str) -> None:
    shown, text = DEEP[deep]
    report = scanned(tmp_path, text)
    assert {one.rule: one.role for one in report.findings} == {deep: "cause", shown: "symptom"}
    assert [one.id.partition("@")[0] for one in report.incidents] == [deep]


@pytest.mark.parametrize("server", ["dnsmasq", "Kea", "dhcpd"])
def test_a_guest_refused_by_one_server_and_served_by_another_make_is_served(
    tmp_path: Path, server: str
) -> None:
    lease = {
        "dnsmasq": f"nc02 dnsmasq-dhcp[7]: DHCPACK(br0) 172.31.0.19 {CLIENT} ",
        "Kea": "nc02 kea-dhcp4: INFO  [kea-dhcp4.leases.140] DHCP4_LEASE_ALLOC"
        f" [hwtype=1 {CLIENT}], cid=[no info], tid=0xdc659902: lease 172.31.0.10 has been allocated for 86400 seconds",
        "dhcpd": f"nc02 dhcpd[7]: DHCPACK on 172.31.0.10 to {CLIENT} via br0",
    }
    refused = f"Nov 22 06:27:03 nc01 dnsmasq-dhcp[9]: DHCPDISCOVER(br0) {CLIENT} no address available\n"
    report = scanned(tmp_path, f"{refused}Nov 22 06:27:04 {lease[server]}\n")
    assert report.incidents == ()
    assert scanned(tmp_path, refused).incidents != ()


def test_a_guest_that_was_served_before_and_is_refused_now_is_in_trouble(tmp_path: Path) -> None:
    report = scanned(
        tmp_path,
        f"Nov 22 06:27:03 nc01 dnsmasq-dhcp[9]: DHCPACK(br0) 172.31.0.19 {CLIENT} \n"
        f"Nov 22 06:28:03 nc01 dnsmasq-dhcp[9]: DHCPDISCOVER(br0) {CLIENT} no address available\n",
    )
    assert [one.id for one in report.incidents] == ["dhcp-pool-empty@nc01"]


def test_what_journald_and_the_kernel_say_they_dropped_is_a_hole(tmp_path: Path) -> None:
    report = scanned(
        tmp_path,
        "Nov 22 06:01:28 nc01 systemd-journald[390]: Suppressed 710 messages from user@1001.service\n"
        "Nov 22 06:01:29 nc01 systemd-journald[390]: Missed 12 kernel messages\n",
    )
    assert [(hole.program, hole.lost) for hole in report.coverage] == [("user@1001", 710), ("kernel", 12)]
    assert report.incidents == ()
