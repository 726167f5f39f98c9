"""What nobody is hit by is no incident; what was asked for is no failure."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import report_on

import logdiag
from logdiag.record import Record

FRESH = """\
Nov 22 06:06:11 web1 dhcpd[502]: Internet Systems Consortium DHCP Server 4.4.3-P1
Nov 22 06:06:11 web1 dhcpd[502]: Wrote 0 leases to leases file.
Nov 22 06:06:11 web1 dhcpd[502]: No subnet declaration for eth0 (192.0.2.7).
Nov 22 06:06:11 web1 dhcpd[502]: ** Ignoring requests on eth0.  If this is not what
Nov 22 06:06:11 web1 dhcpd[502]: Not configured to listen on any interfaces!
Nov 22 06:06:11 web1 dhcpd[502]: exiting.
Nov 22 06:06:13 web1 systemd[1]: isc-dhcp-server.service: Failed with result 'exit-code'.
"""
TAP = "Nov 22 06:06:11 web1 dhcpd[502]: No subnet declaration for vnet0 (no IPv4 addresses).\n"
LIBVIRT = "Nov 22 06:05:11 web1 libvirtd[402]: libvirt version: 9.0.0, package: 4 (Debian)\n"
BROKER = "2026-11-02 06:{}:02.120333+00:00 [info] <0.470.0> {}\n"
STOP, TERM = "RabbitMQ is asked to stop...", "SIGTERM received - shutting down"
BACK = "Server startup complete; 0 plugins started."


def incidents(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "messages").write_text(text, "utf-8")
    return [(one.id, one.confidence) for one in report_on(folder).incidents]


def test_a_package_that_nobody_configured_is_no_incident(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text(FRESH, "utf-8")
    report = report_on(tmp_path)
    assert report.incidents == ()
    assert report.verdict.text.startswith("dhcpd is installed and configured for no interface on web1")
    assert any("isc-dhcp-server" in note for note in report.notes)


@pytest.mark.parametrize("more", [TAP, LIBVIRT])
def test_it_is_one_where_a_guest_or_a_hypervisor_is_in_sight(tmp_path: Path, more: str) -> None:
    lines = FRESH.splitlines(keepends=True)
    text = "".join([*lines[:2], *([more] if more == TAP else []), *lines[2:]])
    found = incidents(tmp_path, (more if more == LIBVIRT else "") + text)
    assert "dhcpd-serves-nobody@web1" in {name for name, _ in found}


@pytest.mark.parametrize("words", [STOP, TERM])
def test_a_broker_that_was_asked_to_stop_is_at_most_possibly_amiss(tmp_path: Path, words: str) -> None:
    text = BROKER.format("11", words) + BROKER.format("12", "rabbit on node rabbit@ctl2 down")
    (found,) = incidents(tmp_path, text)
    assert found[1] == "possible"
    assert found[0].startswith("rabbitmq-stopped@")
    assert incidents(tmp_path, text + BROKER.format("13", BACK)) == []


def test_a_broker_that_was_lost_is_down(tmp_path: Path) -> None:
    (found,) = incidents(tmp_path, BROKER.format("12", "rabbit on node rabbit@ctl2 down"))
    assert found[0].startswith("rabbitmq-down@")
    assert found[1] == "likely"


@pytest.mark.parametrize("address", ["0000:81:00.0", "0009:01:00.0", "10000:e1:00.0"])
def test_a_device_of_any_pci_domain_is_read(address: str) -> None:
    said = f"vfio {address}: failed to open /dev/vfio/42: Device or resource busy"
    record = logdiag.parse_line(f"2026-11-22T06:16:00.787608Z qemu-system-x86_64: {said}")
    assert isinstance(record, Record)
    assert (record.kind, record.fields["device"]) == ("qemu.vfio", address.partition(":")[2])


OLD = """\

=INFO REPORT==== 8-Dec-2014::12:00:01 ===
Starting RabbitMQ 3.6.2 on Erlang 18.3
Copyright (C) 2007-2016 Pivotal Software, Inc.

=WARNING REPORT==== 8-Dec-2014::12:15:01 ===
memory resource limit alarm set on node rabbit@ctl1.

**********************************************************
*** Publishers will be blocked until this alarm clears ***
**********************************************************

=ERROR REPORT==== 8-Dec-2014::12:16:01 ===
Error on AMQP connection <0.340.0> (10.0.0.5:40514 -> 10.0.0.1:5672, state: starting):
PLAIN login refused: user 'nova' - invalid credentials
"""


def test_the_reports_of_an_old_broker_are_read_each_by_its_lines(tmp_path: Path) -> None:
    for text in (OLD, OLD.lstrip("\n"), OLD.replace("\n", "\r\n")):
        (tmp_path / "rabbit.log").write_bytes(text.encode())
        report = report_on(tmp_path)
        places = {one.rule: one.evidence[0].text for one in report.findings}
        assert places["rabbitmq-alarm"].startswith("memory resource limit alarm")
        assert places["rabbitmq-login-refused"].startswith("PLAIN login refused")
        (source,) = report.sources
        assert source.lines == text.count("\n")
        assert {one.first for one in report.findings} == {"2014-12-08T12:15:01", "2014-12-08T12:16:01"}


OFFERED_ELSEWHERE = (
    "Mar 28 14:12:17 sn02 dhcpd: DHCPDISCOVER from 42:f3:0a:03:22:1d via eth0: network eth0: no free leases\n"
    "Mar 28 14:12:17 mn01 dhcpd: DHCPDISCOVER from 42:f3:0a:03:22:1d via eth1\n"
    "Mar 28 14:12:17 mn01 dhcpd: DHCPOFFER on 10.4.35.4 to 42:f3:0a:03:22:1d via eth1\n"
    "Mar 28 14:12:18 mn01 dhcpd: DHCPREQUEST for 10.4.35.4 (10.4.35.2) from 42:f3:0a:03:22:1d via eth1\n"
)


def test_a_server_refuses_rightly_a_client_that_another_offers_an_address(tmp_path: Path) -> None:
    assert all(not name.startswith("pool-dry") for name, _ in incidents(tmp_path, OFFERED_ELSEWHERE))
    alone = OFFERED_ELSEWHERE.splitlines(keepends=True)[0]
    assert any("sn02" in name for name, _ in incidents(tmp_path, alone))


def test_what_rsyslog_drops_of_its_own_messages_is_nobody_elses(tmp_path: Path) -> None:
    line = (
        "Mar 28 14:12:17 web12 rsyslogd: {}: 5923 messages lost due to rate-limiting"
        " (500 allowed within 5 seconds)\n"
    )
    said = {
        source: noted(tmp_path, line.format(source))
        for source in ("rsyslogd[internal_messages]", "imjournal")
    }
    assert "about itself" in said["rsyslogd[internal_messages]"]
    assert "imjournal takes" in said["imjournal"]
    assert all("500 in 5 s" in text for text in said.values())


def noted(tmp_path: Path, text: str) -> str:
    """The notes of a report on a log."""
    (tmp_path / "messages").write_text(text, "utf-8")
    return " ".join(report_on(tmp_path / "messages").notes)
