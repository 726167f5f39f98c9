"""Years and zones of one log among several: by its name, the last part of it, or a glob."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from case import scan
from command import logdiag

from logdiag.by_source import BySource, by_name, typed
from logdiag.errors import BadOptionError
from logdiag.parse.zones import zone_named

NAMES = ("case/nc01/nc.log", "case/nc02/nc.log", "messages", "sos.tar!var/log/messages")
TYPED: dict[str, tuple[tuple[str, ...], BySource[str]]] = {
    "for all": (("UTC",), BySource("UTC")),
    "for one": (("nc.log=UTC",), BySource(None, {"nc.log": "UTC"})),
    "for all and one": (("UTC", "nc.log=JST-9"), BySource("UTC", {"nc.log": "JST-9"})),
    "the last counts": (("UTC", "a=1", "Z", "a=2"), BySource("Z", {"a": "2"})),
    "a name with a sign in it": (("k=v.log=UTC",), BySource(None, {"k=v.log": "UTC"})),
    "no name": (("=UTC",), BySource("=UTC")),
}
FOUND: dict[str, tuple[Mapping[str, str], dict[str, str]]] = {
    "whole name": ({"case/nc01/nc.log": "a"}, {NAMES[0]: "a"}),
    "last part": ({"nc.log": "a"}, {NAMES[0]: "a", NAMES[1]: "a"}),
    "last part of a member": ({"messages": "a"}, {NAMES[2]: "a", NAMES[3]: "a"}),
    "glob": ({"*/nc01/*": "a"}, {NAMES[0]: "a"}),
    "glob of last parts": ({"nc.*": "a"}, {NAMES[0]: "a", NAMES[1]: "a"}),
    "a whole name before a last part": (
        {"case/nc01/nc.log": "a", "nc.log": "b"},
        {NAMES[0]: "a", NAMES[1]: "b"},
    ),
    "a last part before a glob": (
        {"nc.log": "b", "*": "a"},
        {name: "ab"["nc.log" in name] for name in NAMES},
    ),
    "of two globs the last": ({"nc*": "a", "*.log": "b"}, {NAMES[0]: "b", NAMES[1]: "b"}),
}


@pytest.mark.parametrize(("texts", "given"), TYPED.values(), ids=TYPED)
def test_what_is_typed_is_for_all_or_for_a_named_log(texts: tuple[str, ...], given: BySource[str]) -> None:
    assert typed(texts) == given


@pytest.mark.parametrize(("of", "found"), FOUND.values(), ids=FOUND)
def test_the_nearest_name_counts(of: Mapping[str, str], found: dict[str, str]) -> None:
    assert by_name("--tz", BySource(None, of), NAMES, ()) == found


def test_a_name_of_no_log_is_refused_with_the_near_one() -> None:
    with pytest.raises(
        BadOptionError, match=r"--tz nc.lgo=UTC: no log of that name; did you mean nc\.log\?"
    ):
        by_name("--tz", BySource(None, {"nc.lgo": "UTC"}), NAMES, ())


def test_what_could_not_be_read_may_be_named_in_vain() -> None:
    assert by_name("--tz", BySource(None, {"gone": "UTC"}), NAMES, ["case/gone"]) == {}


def test_two_logs_with_two_clocks_are_compared_as_one(tmp_path: Path) -> None:
    line = "Dec 14 {hour}:29:56 {host} dhcpd[1]: DHCPDISCOVER from d0:0d:00:00:00:01 via br0\n"
    (tmp_path / "east.log").write_text(line.format(hour=23, host="nc01"))
    (tmp_path / "west.log").write_text(line.format(hour=15, host="nc02"))
    zones = {"east.log": "Asia/Tokyo", "west*": "+01:00"}
    report = scan(tmp_path, year=2014, tz_of=zones, year_of={"west.log": 2013})
    assert {Path(one["name"]).name: (one["first"], one["inferred"]) for one in report["sources"]} == {
        "east.log": ("2014-12-14T23:29:56+09:00", []),
        "west.log": ("2013-12-14T15:29:56+01:00", []),
    }
    told = {"year": 2014, "year:west.log": 2013, "tz:east.log": "Asia/Tokyo", "tz:west*": "+01:00"}
    assert report["options"] == told


def test_one_zone_for_all_but_one(tmp_path: Path) -> None:
    for name in ("messages", "nc.log"):
        (tmp_path / name).write_text("Dec 14 23:29:56 nc01 dhcpd[1]: exiting.\n")
    report = scan(tmp_path, year=2014, tz="UTC", zone=zone_named("UTC"), tz_of={"nc.log": "Asia/Tokyo"})
    assert [one["first"][19:] for one in report["sources"]] == ["+00:00", "+09:00"]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--tz", "mesages=UTC"), "--tz mesages=UTC: no log of that name; did you mean messages?"),
        (("--year", "x=2014"), "--year x=2014: no log of that name; there are messages"),
        (("--tz", "messages=Nowhere"), "--tz 'Nowhere': no such zone;"),
        (("--year", "messages=abc"), "--year abc: no year a log is of;"),
    ],
)
def test_a_wrong_name_or_value_is_one_line_and_status_2(
    tmp_path: Path, option: tuple[str, str], said: str
) -> None:
    (tmp_path / "messages").write_text("Dec 14 23:29:56 nc01 dhcpd[1]: exiting.\n")
    ran = logdiag("scan", "messages", *option, cwd=tmp_path)
    assert ran.status == 2
    assert len(ran.complaints) == 1
    assert ran.complaints[0].startswith(f"logdiag: {said}")
