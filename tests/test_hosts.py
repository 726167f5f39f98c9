"""Hosts that are named twice: a short name, and the same with its domain."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import find, folded, pieces

from logdiag.plan import short_names
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
