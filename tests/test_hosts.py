"""Hosts that are named twice: a short name, and the same with its domain."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import find, folded, pieces, report_on

from logdiag.plan import host_told, short_names
from logdiag.read.source import GRAIN
from logdiag.views import view_of

ASK = "DHCPDISCOVER from d0:0d:85:1a:7a:b9 via br0: network euca: no free leases"


@pytest.mark.parametrize(
    "hosts, short",
    [
        ({"nc01", "nc01.cloud.example"}, {"nc01.cloud.example": "nc01"}),
        ({"nc01", "nc02", "nc01.a", "nc02.a"}, {"nc01.a": "nc01", "nc02.a": "nc02"}),
        ({"nc01", "nc01.a", "nc01.b"}, {}),
        ({"nc01.a", "nc01.b"}, {}),
        ({"nc1", "nc11.a", "nc10"}, {}),
        ({"10", "10.0.0.1"}, {}),
        ({"", ".a", "b.."}, {}),
        ({"a", "a" + ".a" * 200}, {}),
        (set(), {}),
    ],
    ids=[
        *("both", "two hosts", "two domains", "no short name", "a name that only begins alike"),
        *("an address", "odd names", "longer than any name", "none"),
    ],
)
def test_a_host_has_two_names_if_just_one_goes_on_behind_a_dot(
    hosts: set[str], short: dict[str, str]
) -> None:
    assert short_names(frozenset(hosts)) == short


def test_a_twin_that_names_the_host_in_full_tells_of_the_same_host(tmp_path: Path) -> None:
    log = "".join(f"Nov 22 06:00:0{second} nc01 dhcpd[7]: {ASK}\n" for second in range(5))
    (tmp_path / "messages").write_text(log)
    (tmp_path / "daemon.log").write_text(log.replace("nc01", "nc01.cloud.example"))
    case = folded(tmp_path)
    ((key, cell),) = view_of(case.states, case.plan, "rule.dhcpd-no-free-leases").items()
    assert (key[0], cell.count) == ("nc01", 5)
    whole = pieces(find(tmp_path), GRAIN).in_order()
    assert all(pieces(find(tmp_path), 90).regrouped(seed) == whole for seed in range(3))


REFUSED = "Unable to add bridge br7 port vnet1: No such device"
LIBVIRTD = f"""\
2026-11-22 06:14:16.959+0000: 23627: info : libvirt version: 9.0.0, package: 9.0.0-4+deb12u2 (Debian)
2026-11-22 06:14:16.959+0000: 23627: info : hostname: {{host}}
2026-11-22 06:14:20.957+0000: 23629: error : virNetDevBridgeAddPort:633 : {REFUSED}
"""
QEMU = "2026-11-22 06:16:03.510+0000: starting up libvirt version: 9.0.0, kernel: 6.1.0, hostname: {}\n"


@pytest.mark.parametrize(
    "beginning, host",
    [
        (LIBVIRTD.format(host="nc01"), "nc01"),
        (QEMU.format("nc01.cloud.example"), "nc01.cloud.example"),
        ("\ufeff" + QEMU.format("nc01"), "nc01"),
        (QEMU.format("nc01") + QEMU.format("nc02"), ""),
        (LIBVIRTD.format(host="nc 01"), ""),
        ("2026-11-22 06:14:16.959+0000: 23627: error : f:1 : hostname: nc01\n", ""),
        ("", ""),
    ],
    ids=["libvirtd", "a domain", "a byte order mark", "two hosts", "no name", "a message", "nothing"],
)
def test_a_log_of_libvirt_tells_its_host_at_its_beginning(beginning: str, host: str) -> None:
    assert host_told(beginning.encode()) == host


def test_what_libvirtd_and_the_journal_tell_of_one_host_is_one_trouble(tmp_path: Path) -> None:
    (tmp_path / "libvirtd.log").write_text(LIBVIRTD.format(host="nc01"))
    (tmp_path / "messages").write_text(f"2026-11-22T06:14:20.958+00:00 nc01 libvirtd[23627]: {REFUSED}\n")
    assert [incident.id for incident in report_on(tmp_path).incidents] == ["bridge-missing@nc01"]
