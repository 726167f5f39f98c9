"""The documents: every example runs, every command and option stands in them, every link leads somewhere."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from command import LOGDIAG, ROOT, copied, logdiag

from logdiag import __version__
from logdiag.cli import app

CLI = ROOT / "docs" / "cli.md"
README = ROOT / "README.md"
DOCUMENTS = tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("samples/**/*.md")]))


def blocks(document: Path, language: str) -> Iterator[str]:
    """The fenced blocks of a language."""
    yield from re.findall(rf"^```{language}\n(.*?)^```$", document.read_text(), re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[str, int]]:
    """The commands of docs/cli.md with the exit status that is promised there."""
    for block in blocks(CLI, "sh"):
        for line in block.splitlines():
            command, _, status = line.rpartition("# ")
            yield command.strip(), int(status)


EXAMPLES = tuple(examples())


@pytest.mark.parametrize("command, status", EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_of_the_command_line_runs_and_ends_as_it_is_promised(
    command: str, status: int, tmp_path: Path
) -> None:
    case = copied("euca4-200-instances", tmp_path)
    called = f'set -o pipefail; logdiag() {{ {shlex.join(LOGDIAG)} "$@"; }}; {command}'
    ran = logdiag("-c", called, cwd=case, command=("bash",))
    assert ran.status == status
    assert len(ran.complaints) == int(status == 2)
    is_elsewhere = ">" in command or "--output" in command
    assert bool(ran.out) != (status == 2 or is_elsewhere)


def options_of(command: object) -> Iterator[str]:
    """The options of a command and of those below it, without those of later versions."""
    for parameter in getattr(command, "params", []):
        if parameter.param_type_name == "option" and not parameter.hidden:
            yield from (name for name in parameter.opts if name.startswith("--"))
    for inner in getattr(command, "commands", {}).values():
        if not inner.hidden:
            yield from options_of(inner)


def test_every_command_and_every_option_is_documented() -> None:
    text = CLI.read_text()
    command = typer.main.get_command(app)
    names = set(getattr(command, "commands", {}))
    assert {name for name in names if f"logdiag {name}" not in text} == set()
    assert {option for option in options_of(command) if f"`{option}" not in text} <= {"--help", "--version"}


def test_the_readme_uses_only_commands_and_options_that_there_are() -> None:
    command = typer.main.get_command(app)
    known = set(options_of(command))
    used = {
        option
        for line in "\n".join(blocks(README, "sh")).splitlines()
        for option in re.findall(r"(?<=\s)--[a-z-]+", line)
    }
    assert used <= known
    assert {"scan", "why"} <= set(re.findall(r"logdiag ([a-z]+)", README.read_text()))


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)", README.read_text(), re.MULTILINE))
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_to_a_file_that_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text())
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_every_dependency_is_declared_used_and_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    told = (ROOT / "docs" / "dependencies.md").read_text()
    runtime = {re.split(r"[<>=~! ]", each)[0] for each in project["dependencies"]}
    declared = runtime | {
        re.split(r"[<>=~! ]", each)[0] for each in project["optional-dependencies"]["dev"]
    }
    assert {name for name in declared if name not in told} == set()
    modules = {
        "python-dateutil": "dateutil",
        "pyyaml": "yaml",
        "zlib-ng": "zlib_ng",
        "backports.zstd": "backports",
    }
    source = "\n".join(path.read_text() for path in (ROOT / "logdiag").rglob("*.py"))
    found = set(re.findall(r"^\s*(?:from|import) (\w+)|\"(backports)\.", source, re.MULTILINE))
    imported = {name for names in found for name in names if name}
    assert {modules.get(name, name) for name in runtime} == imported - set(sys.stdlib_module_names) - {
        "logdiag"
    }


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text()
