"""What the end of a name tells. Names are such as logrotate 3.21, savelog and the loggers of Python and Java make."""

from __future__ import annotations

from itertools import pairwise

import pytest

from logdiag.read.parts import LIVING, part_name


# Each row is one log, its parts from the oldest to the living file.
@pytest.mark.parametrize(
    "names",
    [
        ["messages.3", "messages.2", "messages.1", "messages"],
        ["messages.10.gz", "messages.9.gz", "messages.1", "messages"],
        ["messages.2", "messages.1", "messages.0", "messages"],
        ["messages-20141215.gz", "messages-20141222", "messages"],
        ["messages-20141215.gz", "messages.2.gz", "messages.1", "messages"],
        ["nova-api.log-20261122-1795388239.gz", "nova-api.log-20261122-1795388240.gz", "nova-api.log"],
        ["messages.2026-11-22_225722", "messages.2026-11-22_225723", "messages"],
        ["nova-api.2.log", "nova-api.1.log", "nova-api.log"],
        ["nova-api-20261122221795388245.log", "nova-api-20261122221795388246.log", "nova-api.log"],
        ["messages-1795388248", "messages-1795388249.xz", "messages"],
        ["app.log.2014-12-14", "app.log.2014-12-15", "app.log"],
        ["app-2014-12-14.2.log", "app-2014-12-15.log", "app.log"],
        ["kern.log.old", "kern.log"],
        ["/var/log/syslog.2.gz", "/var/log/syslog.1", "/var/log/syslog"],
        ["a.tar!var/log/syslog.1.zst", "a.tar!var/log/syslog"],
    ],
)
def test_parts_of_one_log_have_its_name_and_sort_by_age(names: list[str]) -> None:
    told = [part_name(name) for name in names]
    assert {one.stem for one in told} == {names[-1]}
    assert all(older.age < newer.age for older, newer in pairwise(told))


@pytest.mark.parametrize(
    "name",
    [
        *("messages", "daemon.log", "node-01", "i-0134AD30", "messages.iso", "messages.rfc5424"),
        *("10.0.0.1", "192.168.1.20.gz", "euca-20141315.log", "messages-20140230", ".1", "a.tar!2"),
    ],
)
def test_a_name_that_tells_no_age_is_a_log_of_its_own(name: str) -> None:
    told = part_name(name)
    assert (told.stem, told.age, told.day) == (name.removesuffix(".gz"), LIVING, None)
