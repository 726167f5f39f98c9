"""What documents tell changes the answer: alone as an incident or a plain reading, beside a log as evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import SAMPLES, report_on

from logdiag.report.values import Incident, Report

TOOLS = SAMPLES / "captures" / "host-tools"
PRINTED = SAMPLES / "captures" / "openstack-client"
RULE = "-" * 60
DOMIFLIST = (
    "# virsh domiflist instance-0000000a\n"
    f" Interface   Type     Source   Model    MAC\n{RULE}\n"
    " {tap}       bridge   br0      virtio   fa:16:3e:11:22:33\n\n"
)
FULL = """\
Filesystem      Size  Used Avail Use% Mounted on
/dev/sda1        50G   50G     0 100% /
/dev/sr0        600M  600M     0 100% /media/cdrom
/dev/loop3       64M   64M     0 100% /snap/core20
"""
ROOM = "Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        50G   30G   20G  60% /\n"
NO_SPACE = (
    "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager [req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d "
    "77d0c1b2 - - -] [instance: 8f2d1c44-1b7e-4a0e-9c39-77c1d5a0e6b2] Instance failed to spawn: OSError: [Errno 28] "
    "No space left on device\n"
)
INACTIVE = "Nov 22 06:16:00 nc01 libvirtd[1402]: Requested operation is not valid: network 'default' is not active\n"
FAILED = (
    "  UNIT                 LOAD   ACTIVE SUB    DESCRIPTION\n"
    "● {unit}.service loaded failed failed A service\n\n1 loaded.\n"
)


def scan(folder: Path, **texts: str) -> Report:
    """The report on files of these names and texts."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return report_on(folder)


def told(incident: Incident) -> str:
    return " ".join(claim.text for claim in (*incident.supports, *incident.against))


def test_a_tap_that_is_in_no_bridge_is_told_with_its_instance(tmp_path: Path) -> None:
    report = scan(
        tmp_path,
        links=(TOOLS / "ip-link.txt").read_text(),
        plugs=DOMIFLIST.format(tap="vnet2"),
        server=(PRINTED / "server-show.json").read_text().replace('"ERROR"', '"ACTIVE"'),
    )
    ids = {one.id: (one.severity, one.confidence, one.explains.ids) for one in report.incidents}
    assert ids["tap-in-no-bridge"][1] == "possible", "nobody says where vnet3 belongs"
    assert ids["tap-down"] == ("error", "likely", ())
    server = "8f2d1c44-1b7e-4a0e-9c39-77c1d5a0e6b2"
    assert ids["tap-in-no-bridge"][2] == (server,)


def test_a_tap_that_the_ports_of_its_bridge_lack_is_in_no_bridge(tmp_path: Path) -> None:
    bridge = (TOOLS / "bridge-link.txt").read_text()
    report = scan(tmp_path, plugs=DOMIFLIST.format(tap="vnet9"), ports=bridge)
    assert ("tap-in-no-bridge", "likely") in {(one.id, one.confidence) for one in report.incidents}
    other = scan(tmp_path, plugs=DOMIFLIST.format(tap="vnet9").replace("br0", "br-int"), ports=bridge)
    assert "tap-in-no-bridge" not in {one.id for one in other.incidents}, (
        "Open vSwitch's ports are not listed"
    )


def test_a_tap_in_its_bridge_is_no_incident(tmp_path: Path) -> None:
    links = "".join(
        line
        for line in (TOOLS / "ip-link.txt").read_text().splitlines(keepends=True)
        if not line.startswith(("5:", "6:", "7:"))
    )
    report = scan(tmp_path, plugs=DOMIFLIST.format(tap="vnet0"), links=links)
    assert report.incidents == ()
    assert "links" in report.verdict.text


def test_a_guest_with_a_lease_is_plugged_whatever_the_list_says(tmp_path: Path) -> None:
    log = "Nov 22 06:11:44 nc01 dhcpd[242]: DHCPACK on 10.1.0.9 to fa:16:3e:11:22:33 via br0\n"
    links = "2: vnet2: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\n"
    plugs = DOMIFLIST.format(tap="vnet2")
    assert [one.id for one in scan(tmp_path, links=links, plugs=plugs).incidents] == ["tap-in-no-bridge"]
    assert scan(tmp_path, messages=log).incidents == ()


def test_lists_of_two_hosts_are_not_held_against_each_other(tmp_path: Path) -> None:
    link = "2: vnet2: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue {}state UP mode DEFAULT group default qlen 1000\n"
    one, other = link.format(""), link.format("master br0 ")
    assert scan(tmp_path, one=one, other=other, plugs=DOMIFLIST.format(tap="vnet2")).incidents == ()


def test_a_full_disk_is_an_incident_alone_and_evidence_beside_a_log(tmp_path: Path) -> None:
    (alone,) = scan(tmp_path, df=FULL).incidents
    assert (alone.id, alone.severity) == ("disk-full-root", "warning"), "a CD is always full"
    (both,) = scan(tmp_path, log=NO_SPACE).incidents
    assert both.id.startswith("nova-disk-full")
    assert [claim.text for claim in both.supports][-1] == "df shows / full."
    (against,) = scan(tmp_path, df=ROOM).incidents
    assert any("room on every file system" in claim.text for claim in against.against)


def test_libvirt_s_network_is_told_by_its_list_and_by_the_log(tmp_path: Path) -> None:
    (alone,) = scan(tmp_path, virsh=(TOOLS / "virsh.txt").read_text()).incidents
    assert (alone.id, alone.confidence) == ("network-inactive-default", "likely")
    (both,) = scan(tmp_path, messages=INACTIVE).incidents
    assert both.id == "libvirt-network-inactive@nc01"
    assert "virsh has network default inactive, and it is not started at boot." in told(both)


def test_a_network_that_nobody_needs_may_be_inactive(tmp_path: Path) -> None:
    text = (TOOLS / "virsh.txt").read_text().partition("# virsh net-list --all\n")[2]
    report = scan(tmp_path, nets=text)
    assert report.incidents == ()
    assert "networks 1, inactive 1" in report.verdict.text


@pytest.mark.parametrize("unit, count", [("nova-compute", 1), ("libvirtd", 1), ("e2scrub_all", 0)])
def test_a_unit_that_failed_counts_if_launches_need_it(tmp_path: Path, unit: str, count: int) -> None:
    assert len(scan(tmp_path, units=FAILED.format(unit=unit)).incidents) == count


def test_the_request_of_a_server_stands_beside_its_incident(tmp_path: Path) -> None:
    log = NO_SPACE
    events = (PRINTED / "server-events.txt").read_text()
    (incident,) = scan(tmp_path, log=log, events=events).incidents
    assert "req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 finds it in nova's logs" in told(incident)


def test_what_shows_no_trouble_is_read_out(tmp_path: Path) -> None:
    report = scan(tmp_path, dm="1795332423 d0:0d:a2:00:00:02 172.31.0.11 * 01:d0:0d:a2:00:00:02\n")
    assert report.incidents == ()
    assert "dnsmasq.leases: leases 1, active 1" in report.verdict.text


TAINTED = (
    "2026-11-02 06:11:02.787+0000: 905: warning : qemuDomainObjTaintMsg:6603 : Domain id=1 name='{}' "
    "uuid=8f2d1c44-1b7e-4a0e-9c39-77c1d5a0e6b2 is tainted: high-privileges\n"
)
REFUSED = (
    "Nov 02 06:12:00 nc01 dhcpd[242]: DHCPDISCOVER from fa:16:3e:11:22:33 via br0: "
    "network 10.1.0.0/24: no free leases\n"
)


def test_what_dhcp_refuses_is_told_by_the_id_that_nova_knows_it_by(tmp_path: Path) -> None:
    plugs = DOMIFLIST.format(tap="vnet0")
    (named,) = scan(tmp_path, messages=REFUSED, plugs=plugs).incidents
    assert named.explains.ids == ("instance-0000000a",), "the domain's name is all that is known"
    (joined,) = scan(tmp_path, libvirtd=TAINTED.format("instance-0000000a")).incidents
    assert joined.explains.ids == ("8f2d1c44-1b7e-4a0e-9c39-77c1d5a0e6b2",), "libvirt's log names both"


def test_a_machine_of_eucalyptus_keeps_its_own_name(tmp_path: Path) -> None:
    plugs = DOMIFLIST.format(tap="vnet0").replace("instance-0000000a", "i-7C4F3DF4")
    (one,) = scan(tmp_path, messages=REFUSED, plugs=plugs, libvirtd=TAINTED.format("i-7C4F3DF4")).incidents
    assert one.explains.ids == ("i-7C4F3DF4",)
