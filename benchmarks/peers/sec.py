"""SEC, the simple event correlator: a rule a question, each counting its lines and its first captured subject."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.tool import Answer, Argv, Tool
from benchmarks.questions import Question
from benchmarks.truth import Truth, wrong_counts

INSTALL = "apt-get install sec"
NAME = "SEC"

# SEC has no event at its end that does not cost three seconds; an END block of Perl costs nothing.
_RULE = """\
type=Single
ptype=RegExp
pattern={pattern}
desc={kind}
action=lcall %o $1 -> ( sub {{ $main::n{{"{kind}"}}++; $main::who{{"{kind}"}}{{$_[0]}}++; \
 eval 'END {{ print map {{ "$_ $main::n{{$_}}\\n" }} sort keys %main::n }}' unless $main::armed++; }} )

"""


def sec(asked: Sequence[Question], folder: Path, largest: int = 100 << 20) -> Tool:
    """SEC over the log from its beginning to its end; its rules are written to `folder`."""
    rules = folder / f"sec-{len(asked)}.conf"
    rules.write_text("".join(map(_rule, asked)), "ascii")

    def command(log: Path) -> Argv:
        return ["sec", f"--conf={rules}", f"--input={log}", "--notail"]

    def faults(answer: Answer, truth: Truth) -> list[str]:
        rows = [line.split() for line in answer.out.decode().splitlines()]
        counts = {question.kind: 0 for question in asked} | {kind: int(count) for kind, count in rows}
        return wrong_counts(counts, truth)

    return Tool(f"{NAME}, {len(asked)} rules", command, faults, ("sec", "--version"), INSTALL, largest)


def _rule(question: Question) -> str:
    return _RULE.format(pattern=question.pattern, kind=question.kind)
