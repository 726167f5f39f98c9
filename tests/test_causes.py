"""Causes claim no more than log and documents hold: varied documents beside real captures."""

from __future__ import annotations

import re
from pathlib import Path

from case import Json, incident, parts, scan, scan_text

from logdiag.correlate.rows import summed
from logdiag.report.values import Hole

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
LOG = SAMPLES / "bridge-nolimit" / "messages"
CONF = (SAMPLES / "bridge-nolimit" / "euca-dhcp.conf").read_text()
RULE = "dhcpd-no-free-leases"


def with_conf(folder: Path, text: str, log: Path = LOG) -> Json:
    """The report on the capture of 94 served and 106 refused, beside a file of this text."""
    path = folder / "euca-dhcp.conf"
    path.write_text(text)
    return scan(log, path)


def host_block(number: int) -> str:
    mac = f"D0:0D:FF:FF:{number >> 8:02X}:{number & 255:02X}"
    return f"host node-172.31.9.{number} {{\n  hardware ethernet {mac};\n  fixed-address 172.31.9.{number};\n}}\n"


def test_guests_are_another_nodes_as_well_where_every_tap_may_have_its_entry(tmp_path: Path) -> None:
    more = "".join(host_block(number) for number in range(106))
    report = with_conf(tmp_path, CONF.rstrip().removesuffix("}") + more + "}\n")
    lead = incident(report)
    assert lead is not None
    assert (lead["confidence"], lead["severity"]) == ("possible", "warning")
    assert "another node" in lead["rivals"][0]["text"]


def test_a_file_that_knows_none_of_those_served_is_not_the_one_dhcpd_reads(tmp_path: Path) -> None:
    report = with_conf(tmp_path, re.sub(r"ethernet D0:0D:..", "ethernet D0:0D:FF", CONF))
    assert parts(report, RULE) == {"host entries not known": 106}
    lead = incident(report)
    assert lead is not None
    assert lead["confidence"] == "likely"


def test_a_file_that_breaks_off_proves_nothing_about_what_stands_behind(tmp_path: Path) -> None:
    report = with_conf(tmp_path, CONF[: len(CONF) * 3 // 4])
    lead = incident(report)
    assert lead is not None
    assert lead["confidence"] == "likely"
    assert any("breaks off" in rival["text"] for rival in lead["rivals"])
    assert report["documents"][0]["error"]


def test_fewer_taps_than_asked_for_is_possible_at_most() -> None:
    report = scan(SAMPLES / "healthy-nolimit", requested=300)
    lead = incident(report)
    assert lead is not None
    assert (lead["id"], lead["confidence"], lead["severity"]) == (
        "fewer-taps-than-requested",
        "possible",
        "warning",
    )
    assert "100 of 300" in report["verdict"]["text"]


def test_asking_for_as_many_as_there_are_taps_raises_nothing() -> None:
    assert scan(SAMPLES / "healthy-nolimit", requested=200)["incidents"] == []


def test_fewer_instances_in_the_list_than_asked_for_is_said() -> None:
    report = scan(SAMPLES / "euca4-200-instances" / "instances.txt", requested=300)
    assert "fewer-instances-than-requested" in {one["id"] for one in report["incidents"]}


def test_addresses_of_host_entries_do_not_fill_a_range(tmp_path: Path) -> None:
    conf = tmp_path / "dhcpd.conf"
    entry = "host a { hardware ethernet 52:54:00:00:00:01; fixed-address 172.31.0.5; }"
    conf.write_text(f"subnet 172.31.0.0 netmask 255.255.0.0 {{ range 172.31.0.10 172.31.0.10; {entry} }}\n")
    said = "Nov 22 06:01:35 nc01 dhcpd[700]:"
    report = scan_text(
        f"{said} DHCPACK on 172.31.0.5 to 52:54:00:00:00:01 via br0\n"
        f"{said} DHCPDISCOVER from 52:54:00:00:00:02 via br0: network 172.31.0.0/16: no free leases\n",
        conf,
    )
    lead = incident(report)
    assert lead is not None
    assert (lead["category"], lead["confidence"]) == ("dhcp.pool", "likely")


def test_a_log_without_host_names_reads_as_sentences(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_text(LOG.read_text().replace(" nc01 ", " "))
    report = scan(path, SAMPLES / "bridge-nolimit" / "euca-dhcp.conf")
    assert report["verdict"]["text"].startswith("dhcpd on this host refuses an address to 106 instances")
    assert report["incidents"][0]["hosts"] == []
    assert {finding["host"] for finding in report["findings"]} == {None}


def test_holes_beyond_the_cap_are_summed_for_each_host_and_program() -> None:
    holes = [
        Hole("rate_limit", host, "dhcpd", "1", False, None, None, lost, False, "")
        for host, lost in (("nc01", 5), ("nc02", 7), ("nc01", None), ("nc01", 6))
    ]
    assert [(hole.host, hole.program, hole.lost) for hole in summed(holes)] == [
        ("nc01", "dhcpd", 11),
        ("nc02", "dhcpd", 7),
    ]


def test_a_dead_server_leads_whatever_it_refused_before() -> None:
    said = "nc01 dhcpd[{pid}]:"
    refused = [
        f"Nov 22 06:00:{n:02} {said.format(pid=1)} DHCPDISCOVER from d0:0d:00:00:00:{n:02x} via br0: network euca:"
        " no free leases\n"
        for n in range(10, 14)
    ]
    died = [
        f"Nov 22 06:01:00 {said.format(pid=2)} {text}\n"
        for text in (
            "Internet Systems Consortium DHCP Server 4.4.3-P1",
            "PID file: /run/dhcpd.pid",
            "Not configured to listen on any interfaces!",
            "exiting.",
        )
    ]
    first = f"Nov 22 06:00:01 {said.format(pid=1)} PID file: /run/dhcpd.pid\n"
    report = scan_text(first + "".join(refused + died) + "Nov 22 06:09:00 nc01 cron[9]: later\n")
    assert report["incidents"][0]["id"] == "dhcpd-serves-nobody@nc01"
    assert "missing-host-entry@nc01" in {one["id"] for one in report["incidents"]}


def test_a_guest_that_lost_its_lease_counts_as_served_from_its_next_one_on() -> None:
    said = "nc01 dhcpd[700]:"
    ack = "DHCPACK on 172.31.0.15 to d0:0d:85:1a:7a:b9 via br0"
    refused = "DHCPDISCOVER from d0:0d:85:1a:7a:b9 via br0: network euca: no free leases"
    report = scan_text(
        f"Nov 22 06:00:00 {said} {ack}\nNov 22 06:05:00 {said} {refused}\nNov 22 06:10:00 {said} {ack}\n"
    )
    lead = incident(report)
    assert lead is not None
    assert (lead["id"], lead["status"]) == ("refused-then-served@nc01", "over")
    assert lead["last"].endswith("T06:10:00")


def test_a_guest_that_still_waits_where_the_log_ends_is_not_called_well() -> None:
    report = scan(Path(__file__).resolve().parents[1] / "samples" / "captures" / "end-of-log")
    assert report["incidents"] == []
    assert "1 guest still waited" in report["verdict"]["text"]
    assert "Nothing to do" not in report["verdict"]["text"]


def test_a_folder_of_logs_in_forms_not_read_yet_is_not_said_to_be_without_a_hypervisor(
    tmp_path: Path,
) -> None:
    (tmp_path / "messages").write_text("Nov 22 10:00:00 mx1 postfix/smtpd[1]: connect from unknown\n")
    (tmp_path / "nova.txt").write_text("a service wrote this, in a form nobody here reads\n" * 9)
    report = scan(tmp_path)
    assert report["verdict"]["text"].endswith("1 line read, 1 file left out.")
    assert any("nova.txt" in line for line in report["hints"])


_PARTNER = "Nov 22 06:21:44 nc01 dhcpd[2429]: DHCPDISCOVER from d0:0d:e1:00:00:01 via br0: peer holds all free leases\n"
_BROKEN = (
    "Nov 22 06:11:44 nc01 dhcpd[2429]: failover peer dhcp-failover: I move from normal to"
    " communications-interrupted\n"
)


def test_a_partner_that_holds_the_leases_is_possibly_well_unless_it_is_seen_to_be_lost() -> None:
    found = [incident(scan_text(text)) for text in (_PARTNER, _BROKEN + _PARTNER)]
    assert [one and one["confidence"] for one in found] == ["possible", "likely"]
    assert all(one and "partner" in one["fix"][0] for one in found)


_UNCONFIGURED = (
    "May 19 11:02:44 box1 dhcpd[1518]: No subnet declaration for eth0 (172.31.4.9).\n"
    "May 19 11:02:44 box1 dhcpd[1518]: Not configured to listen on any interfaces!\n"
    "May 19 11:02:44 box1 systemd[1]: isc-dhcp-server.service: Failed with result 'exit-code'.\n"
)


def test_a_dhcpd_that_nobody_configured_is_a_note_and_no_incident() -> None:
    report = scan_text(_UNCONFIGURED)
    assert report["incidents"] == []
    assert "fresh install" in report["verdict"]["doubt"]


def test_a_dhcpd_without_interface_is_an_incident_where_guests_are_in_sight() -> None:
    tap = _UNCONFIGURED.replace("eth0 (172.31.4.9)", "vnet3 (no IPv4 addresses)")
    lead = incident(scan_text(tap))
    assert lead is not None
    assert lead["severity"] == "error"
