"""Amplify: writes a log of any size and share of interest out of captured lines, and the truth about it.

`python -m benchmarks.amplify OUT --recipe dense --size 64M` makes OUT and OUT.truth.json. The same recipe, size and
form give the same bytes everywhere. Lines, not bytes, are what `share` is a share of.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import IO, Literal

from benchmarks import episodes, truth
from benchmarks.episodes import Saying
from benchmarks.forms import TRADITIONAL, Form, Speaker, journal
from benchmarks.sizes import size_of
from benchmarks.truth import Told, Truth
from benchmarks.wording import NOTHING, Wording, captured, varied

HOSTS = ("nc01", "nc02", "nc03", "nc04")
START = 1_393_632_000
"""2014-03-01T00:00:00Z: ten copies of a log, set one after the other, stay within the year."""
POOL = 28_000
INTERLEAVED = 0.02
HOT_SHARE = 20
BATCH = 20_000

RULES = {
    "dhcpd.no_subnet": "dhcpd-no-subnet",
    "dhcpd.no_free_leases": "dhcpd-no-free-leases",
    "dhcpd.unknown_client": "dhcpd-discover-refused",
    "dhcpd.unknown_segment": "dhcpd-discover-refused",
    "dhcpd.not_configured": "dhcpd-not-listening",
    "rsyslogd.begin": "rsyslog-rate-limit",
    "rsyslogd.lost": "rsyslog-rate-limit",
}


@dataclass(frozen=True)
class Recipe:
    """What a log is made of. `mix` weighs starts, exchanges and failed launches; `pace` is lines a second.

    `limited` is the share of dhcpd's starts that run under a rate limit; `every_20th` line is one of a hot kind.
    """

    name: str
    share: float
    mix: tuple[float, float, float]
    seed: int
    pace: int
    limited: float = 0.6
    every_20th: Literal["bridge ports", "renewals"] | None = None


_RARE = (0.06, 0.5, 0.44)
RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe("sparse", 0.001, _RARE, seed=3, pace=40, limited=0.9),
        Recipe("mixed", 0.1, (0.45, 0.52, 0.03), seed=5, pace=60),
        Recipe("dense", 0.9, (0.45, 0.52, 0.03), seed=7, pace=400),
        Recipe("ports", 0.001, _RARE, seed=11, pace=40, limited=0.9, every_20th="bridge ports"),
        Recipe("renewals", 0.001, _RARE, seed=13, pace=40, limited=0.9, every_20th="renewals"),
        Recipe("macs", 0.9, (0.0, 1.0, 0.0), seed=17, pace=400),
    )
}


class _Log:
    """A log while it is written, with what it was told. Its clock goes on as lines are said."""

    def __init__(self, out: IO[str], form: Form, pace: int, random: Random) -> None:
        self.form = form
        self.lines = self.bytes = self.relevant = 0
        self.kinds: Counter[str] = Counter()
        self.counts: Counter[tuple[str, str]] = Counter()
        self.subjects: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.macs: set[str] = set()
        self._out, self._pace, self._random = out, pace, random
        self._second, self._room = START, 0

    def write(self, rests: list[str]) -> None:
        """Lines without their stamps, in as many seconds as they take."""
        done = 0
        while done < len(rests):
            if not self._room:
                self._second, self._room = self._second + 1, 1 + self._random.randrange(2 * self._pace)
            part = rests[done : done + self._room]
            stamp = self.form.stamp(self._second)
            text = stamp + stamp.join(part)
            self._out.write(text)
            self.bytes += len(text)
            self._room -= len(part)
            done += len(part)
        self.lines += len(rests)

    def pause(self) -> None:
        """Six seconds in which nobody speaks."""
        self._second, self._room = self._second + 6, self._pace

    def count(self, saying: Saying) -> None:
        """Takes a line of interest into the truth."""
        if saying.kind == NOTHING:
            return
        self.kinds[saying.kind] += 1
        rule = RULES.get(saying.kind)
        if rule:
            key = (rule, saying.speaker.host)
            self.counts[key] += 1
            self.subjects[key].add(saying.subject)
        if saying.subject.startswith("d0:"):
            self.macs.add(saying.subject)

    def truth(self) -> Truth:
        """What has been written so far."""
        findings: defaultdict[str, dict[str, Told]] = defaultdict(dict)
        for (rule, host), count in sorted(self.counts.items()):
            findings[rule][host] = Told(count, len(self.subjects[rule, host]))
        return Truth(
            self.bytes, self.lines, self.relevant, dict(self.kinds), dict(findings), len(self.macs)
        )


def write_log(path: Path, recipe: Recipe, size: int, form: str = "traditional", macs: int = 0) -> Truth:
    """Writes the log, of at least `size` bytes (or, if `macs` is given, until it names so many), and its truth."""
    wording = captured()
    with path.open("w", encoding="ascii", newline="\n", buffering=1 << 20) as out:
        random = Random(recipe.seed)  # noqa: S311  # not for secrets: the same seed, the same log
        log = _Log(
            out, TRADITIONAL if form == "traditional" else journal(wording.journal), recipe.pace, random
        )
        _fill(log, recipe, wording, random, size, macs)
    truth.save(log.truth(), path)
    return log.truth()


def _fill(log: _Log, recipe: Recipe, wording: Wording, random: Random, size: int, macs: int) -> None:
    pool = [
        (saying, log.form.rest(saying.speaker, saying.body)) for saying in _pool(recipe, wording, random)
    ]
    while len(log.macs) < macs if macs else log.bytes < size:
        if log.relevant < recipe.share * (log.lines + 1):
            _happen(log, _episode(recipe, wording, random), pool, random)
        else:
            wanted = int(log.relevant / recipe.share) - log.lines
            room = (size - log.bytes) * log.lines // max(log.bytes, 1) if size else wanted
            _murmur(log, random.choices(pool, k=max(1, min(wanted, BATCH, room))))


def _pool(recipe: Recipe, wording: Wording, random: Random) -> Iterator[Saying]:
    """What the background is drawn from: a hot kind is every 20th of it."""
    yield from episodes.background(random, HOSTS, varied(wording.noise, POOL, random))
    hot = POOL // (HOT_SHARE - 1)
    if recipe.every_20th == "bridge ports":
        yield from episodes.background(random, HOSTS, varied(wording.bridge_ports, hot, random))
    elif recipe.every_20th == "renewals":
        yield from episodes.renewals(wording, random, HOSTS, hot // 2)


def _episode(recipe: Recipe, wording: Wording, random: Random) -> Iterable[Saying | None]:
    server = Speaker(random.choice(HOSTS), "dhcpd", random.randrange(2000, 32768))
    what = random.choices(("flood", "exchanges", "launch"), recipe.mix)[0]
    if what == "launch":
        return episodes.failed_launch(wording, random, server.host)
    if what == "exchanges":
        return episodes.unlimited(server, episodes.exchanges(wording, random, random.randrange(1, 30)))
    told = episodes.flood(wording, random)
    if random.random() < recipe.limited:
        return episodes.limited(server, told, random, wording)
    return episodes.unlimited(server, told)


def _happen(
    log: _Log, sayings: Iterable[Saying | None], pool: list[tuple[Saying, str]], random: Random
) -> None:
    """An episode, with a line of somebody else in between here and there."""
    rests: list[str] = []
    for saying in sayings:
        if saying is None:
            log.write(rests)
            log.pause()
            rests = []
            continue
        if random.random() < INTERLEAVED:
            other, rest = random.choice(pool)
            rests.append(rest)
            log.count(other)
        rests.append(log.form.rest(saying.speaker, saying.body))
        log.relevant += 1
        log.count(saying)
    log.write(rests)


def _murmur(log: _Log, drawn: list[tuple[Saying, str]]) -> None:
    log.write([rest for _, rest in drawn])
    for saying, _ in drawn:
        log.count(saying)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="amplify", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="sparse")
    parser.add_argument("--size", type=size_of, default="64M", help="stop after so many bytes (K, M, G)")
    parser.add_argument("--form", choices=["traditional", "journal"], default="traditional")
    parser.add_argument("--macs", type=int, default=0, help="stop after so many distinct MACs instead")
    chosen = parser.parse_args()
    made = write_log(chosen.out, RECIPES[chosen.recipe], chosen.size, chosen.form, chosen.macs)
    print(f"{chosen.out}: {made.bytes} bytes, {made.lines} lines, {made.relevant} of interest")


if __name__ == "__main__":
    main()
