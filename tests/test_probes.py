"""Probes: large logs tell each other's zone by the messages at their ends, and are not read line by line for it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cases import NOW, find, vocabulary

from logdiag.correlate.core import case_folds
from logdiag.pace import Pace
from logdiag.parse.dating import Known
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary
from logdiag.plan import Asked, Plan
from logdiag.probes import probes_of
from logdiag.read.source import GRAIN
from logdiag.rules.library import all_rules
from logdiag.share import fold_case
from logdiag.states import States

LINES = 6000
ALWAYS, NEVER = 0, 1 << 40


def message(number: int) -> str:
    """One of what many programs say, each once; every sixteenth is of a client."""
    if number % 16 == 0:
        return f"dhcpd: DHCPDISCOVER from d0:0d:00:00:{number // 16 % 256:02x}:{number // 4096:02x} via br0"
    programs = ("cron[5]: (root) CMD", "sshd[7]: Accepted publickey of", "kernel: [ 891.976849] device of")
    return f"{programs[number % 3]} number {number:05}"


def clock(number: int) -> str:
    return f"{9 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"


def twins(folder: Path, first: int, behind: int, lines: int = LINES) -> tuple[Path, Path]:
    """A log without a zone, and one that has some of its lines with their zone."""
    plain, told = folder / "messages", folder / "messages.iso"
    plain.write_text("".join(f"Jun 14 {clock(n)} nc01 {message(n)}\n" for n in range(lines)))
    told.write_text(
        "".join(f"2014-06-14T{clock(n)}+05:45 nc01 {message(n)}\n" for n in range(first, behind))
    )
    return plain, told


def folded(
    *paths: Path,
    worth_probing: int,
    grain: int = GRAIN,
    engine: Vocabulary | None = None,
    pace: Pace | None = None,
) -> tuple[Plan, States]:
    asked = Asked(
        find(*paths).logs,
        Known(now=NOW),
        engine or vocabulary(),
        partial(case_folds, rules=all_rules()),
        grain,
        worth_probing=worth_probing,
    )
    return fold_case(asked, pace or Pace(worth_searching=0))


def zones(plan: Plan) -> list[timedelta | None]:
    return [dating.zone.utcoffset(None) if dating.zone else None for dating in plan.datings]


@pytest.mark.parametrize(
    "worth_probing", [ALWAYS, NEVER], ids=["by what stands at the ends", "by all lines"]
)
@pytest.mark.parametrize(
    "first, behind",
    [(0, LINES), (0, 2000), (2000, 4000), (4000, LINES)],
    ids=["all of it", "its beginning", "its middle", "its end"],
)
def test_a_log_that_has_a_part_of_another_tells_its_zone(
    tmp_path: Path, first: int, behind: int, worth_probing: int
) -> None:
    plan, _ = folded(*twins(tmp_path, first, behind), worth_probing=worth_probing)
    assert zones(plan)[0] == timedelta(hours=5, minutes=45)


def test_a_log_of_other_messages_tells_no_zone(tmp_path: Path) -> None:
    plain, told = twins(tmp_path, 2000, 4000)
    told.write_text(told.read_text().replace("number", "figure").replace("d0:0d", "d0:0e"))
    assert zones(folded(plain, told, worth_probing=ALWAYS)[0])[0] is None


def test_few_lines_are_read_to_compare_two_logs(tmp_path: Path) -> None:
    plan, states = folded(*twins(tmp_path, 2000, 4000), worth_probing=ALWAYS)
    assert plan.sketched
    assert not plan.wanted.everything
    assert sum(tally.looked_at for tally in states.tallies.values()) < LINES // 4


def test_the_grammars_themselves_compare_the_same_messages(tmp_path: Path) -> None:
    paths = twins(tmp_path, 20, 40, lines=60)
    assert (
        folded(*paths, worth_probing=ALWAYS, engine=load_vocabulary("lark"))[0].datings
        == folded(*paths, worth_probing=ALWAYS)[0].datings
    )


@pytest.mark.parametrize("grain", [4096, 65_536])
@pytest.mark.parametrize(
    "pace",
    [Pace(), Pace(worth_searching=0), Pace(jobs=2, worth_searching=0, worth_sharing=0, stretch=8192)],
    ids=["every line is read", "some are searched for", "by two processes"],
)
def test_what_is_compared_does_not_depend_on_how_it_is_read(tmp_path: Path, grain: int, pace: Pace) -> None:
    paths = twins(tmp_path, 2000, 4000)
    expected, _ = folded(*paths, worth_probing=ALWAYS, pace=Pace(worth_searching=1 << 40))
    plan, states = folded(*paths, worth_probing=ALWAYS, grain=grain, pace=pace)
    assert plan.datings == expected.datings
    assert sum(tally.events for tally in states.tallies.values()) == LINES // 16 + 2000 // 16


def test_probes_are_told_alike_in_every_format_and_stand_once_at_an_end(tmp_path: Path) -> None:
    log = tmp_path / "messages"
    said = [
        "short 123",
        "no number is told",
        "twice told 123",
        'a "quoted" 123 is told',
        "short 123",
        "a #011 tab is told 123",
        "once told 123",
        "twice told 123",
    ]
    log.write_text(
        "".join(f"Jun 14 10:00:00 nc01 cron[5]: {text}\n" for text in said) + "Jun 14 10:00:01 nc01"
    )
    plan, _ = folded(log, worth_probing=ALWAYS)
    assert probes_of(find(log).logs, plan.framings, vocabulary()) == {"once told 123"}
