"""Arguments: what several commands take, as typer is told of it. All of it is text: cli.py reads the numbers."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from logdiag.usage import not_built

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|-]...", help="Logs, documents, folders; - is standard input.", show_default=False
    ),
]
Years = Annotated[
    list[str] | None,
    typer.Option(
        "--year",
        help="Year of the first line, where lines tell none; of one log: messages.1=2014.",
        metavar="[LOG=]YYYY",
        show_default=False,
    ),
]
Zones = Annotated[
    list[str] | None,
    typer.Option(
        "--tz",
        help="Zone of lines that tell none: Asia/Tokyo, +09:00; of one log: nc.log=Asia/Tokyo.",
        metavar="[LOG=]ZONE",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        help='Only lines from then on: "2014-12-14 23:29", "1 hour ago", today; counted from the newest line.',
        metavar="TIME",
    ),
]
Until = Annotated[str | None, typer.Option(help="Only lines up to then.", metavar="TIME")]
Engine = Annotated[
    str, typer.Option(help="auto, or lark: the grammars themselves, slow.", metavar="auto|lark")
]

RuleName = Annotated[str, typer.Argument(metavar="RULE", help="A rule's id.")]
Folder = Annotated[str, typer.Argument(metavar="DIR", help="A folder of rules, or one file.")]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rules",
        help="Rules of your own: *.yaml, and *.py whose code is run; may be given again.",
        metavar="DIR",
    ),
]
Jobs = Annotated[str | None, typer.Option(help="Worker processes; default: the cores.", metavar="N")]


def later(name: str) -> Any:
    """An option of the contract that is not built yet: hidden, and refused in one line."""

    def refuse(value: Any) -> Any:
        if value is not None and value is not False:
            raise not_built(name, "leave it out")
        return value

    return typer.Option(name, hidden=True, callback=refuse)
