"""The README tells the truth: its commands run."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg import build, corrections
from kg.cli.app import app
from kg.model import Bound, Label, Status
from kg.ontology import concepts
from tests.readme import quality

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")


def commands(name: str) -> list[str]:
    """Lines of the shell blocks, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "tests" / "gold", folder / "tests" / "gold")
    assert CliRunner().invoke(app, ["build", str(folder / "seeds"), "-o", str(folder / "output")]).exit_code == 0
    return folder


@pytest.mark.parametrize("line", commands("README.md"))
def test_command_of_the_readme_runs(line: str, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace)
    program, *arguments = shlex.split(line, comments=True)
    assert program == "kg"
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) > 1


def test_both_readmes_have_the_same_commands() -> None:
    first, second = (
        [shlex.split(line, comments=True) for line in commands(name) if line.startswith("kg ")] for name in READMES
    )
    assert first == second


@pytest.mark.parametrize("name", READMES)
def test_the_example_of_a_correction_applies(name: str, workplace: Path, tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(\[\[correction\]\]\n.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
    (tmp_path / "corrections.toml").write_text(block, encoding="utf-8")
    build(workplace / "seeds", tmp_path / "out", corrections=tmp_path / "corrections.toml", workers=0)
    (correction,) = tomllib.loads(block)["correction"]
    explained = CliRunner().invoke(app, ["explain", correction["name"], "-d", str(tmp_path / "out")])
    assert f"rule correction (name was {correction['quote']}): {correction['why']}" in explained.stdout


@pytest.mark.parametrize("name", READMES)
def test_the_fields_of_corrections_are_told_by_kind(name: str) -> None:
    rows = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    told = {field: row for row in rows if "`" in row for field in ("name", "value") if f" `{field}`" in row}
    values = (
        {str(v) for kind in (Label, Status, Bound) for v in kind} | set(concepts("bureau")) | set(concepts("mechanism"))
    )
    values -= {"about"}  # a bound, and a field of figures
    fields = {field: set(re.findall(r"`(\w+)`", row)) - values for field, row in told.items()}
    assert fields == {"name": corrections._ENTITY, "value": corrections._FIGURE}


@pytest.mark.parametrize("name", READMES)
def test_the_quality_table_is_as_measured(name: str, measured: str) -> None:
    assert measured in (ROOT / name).read_text(encoding="utf-8"), "measure anew: make readme"


@pytest.fixture(scope="module")
def measured() -> str:
    return quality()


def test_the_guide_to_the_tests_names_what_is_there_and_nothing_else() -> None:
    text = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*`) \|", text, re.M)
    named = {name for row in rows for name in re.findall(r"`([^`]*)`", row)}
    here = (path.name + "/" * path.is_dir() for path in (ROOT / "tests").iterdir())
    apart = ("test_", "__", "README.md", ".")
    assert {name for name in named if not name.startswith(apart)} == {n for n in here if not n.startswith(apart)}
    told = set(re.findall(r"\btest_\w+\.py", text))
    assert {name for name in told if not (ROOT / "tests" / name).is_file()} == set()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets
