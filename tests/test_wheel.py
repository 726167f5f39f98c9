"""The wheel: what is in it, and that a stranger's `pip install` of it gives a whole logdiag."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from command import LOGDIAG, ROOT, copied, logdiag

pytestmark = pytest.mark.slow


def run(*words: str | Path, cwd: Path = ROOT) -> str:
    ran = subprocess.run(list(map(str, words)), cwd=cwd, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ".")
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The command in a venv of its own, which finds logdiag's dependencies, but not logdiag, in this one."""
    venv = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", venv)
    python = venv / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", "--disable-pip-version-check", wheel)
    (site,) = venv.glob("lib/python3*/site-packages")
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    # A plain path: .pth files in it, like the one that leads to this checkout, are not followed.
    (site / "dependencies.pth").write_text(f"{dependencies}\n")
    return (str(venv / "bin" / "logdiag"),)


def test_the_wheel_holds_the_grammars_and_the_tables_made_of_them_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    grammars = {str(path.relative_to(ROOT)) for path in (ROOT / "grammars").rglob("*.lark")}
    assert {name for name in names if name.endswith(".lark")} == {f"logdiag/{name}" for name in grammars}
    assert "logdiag/parse/lowered.json" in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"logdiag"}
    assert {Path(name).suffix for name in names if name.startswith("logdiag/")} <= {
        ".py",
        ".typed",
        ".lark",
        ".json",
    }


def test_the_installed_command_is_not_that_of_this_checkout(
    installed: tuple[str, ...], tmp_path: Path
) -> None:
    place = "import logdiag; print(logdiag.__file__)"
    python = Path(installed[0]).with_name("python")
    assert run(python, "-c", place, cwd=tmp_path).startswith(str(python.parents[1]))


def test_the_installed_command_gives_the_report_that_the_checkout_gives(
    installed: tuple[str, ...], tmp_path: Path
) -> None:
    case = copied("euca4-200-instances", tmp_path)
    for words in (("scan", ".", "--format", "json"), ("scan", ".", "--brief"), ("rules", "list")):
        there = logdiag(*words, cwd=case, command=installed)
        here = logdiag(*words, cwd=case, command=LOGDIAG)
        assert there == here
        assert there.out


def test_the_installed_command_reads_a_log_without_lark_and_with_it_alike(
    installed: tuple[str, ...], tmp_path: Path
) -> None:
    case = copied("euca4-excerpt", tmp_path)
    quick, slow = (
        logdiag("parse", "messages", "--year", "2014", "--engine", engine, cwd=case, command=installed)
        for engine in ("auto", "lark")
    )
    assert quick == slow
    assert len(quick.out.splitlines()) == 15
