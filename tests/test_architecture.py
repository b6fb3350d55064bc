"""The architecture holds: imports run one way, one module crosses each foreign border, `__all__` is a promise."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
LAYERS = (
    ("model", "errors", "engine", "output", "marks"),
    ("ontology",),
    ("places", "hedges", "numerals", "text"),
    ("extract",),
    ("interchange",),
    ("score", "naming", "wording", "corrections"),
    ("resolve",),
    ("graph",),
    ("audit", "view"),
    ("build",),
    ("api",),
    ("__init__",),
    ("cli", "__main__"),
)
"""A module imports from its own row or the rows above it."""

HEIGHT = {name: row for row, names in enumerate(LAYERS) for name in names}
EXTRACT = (
    ("anchors", "gather"),
    ("scan", "openers", "cues"),
    ("asks",),
    ("bureaus",),
    ("verbs",),
    ("subjects",),
    ("components",),
    ("instruments",),
    ("honours",),
    ("things",),
    ("observations",),
    ("relations",),
    ("__init__",),
)
"""The same inside `extract`: each kind of fact knows those that are found before it."""
FILES = sorted(ROOT.rglob("*.py"))


def part(path: Path, folder: Path = ROOT) -> str:
    """The part of a folder that a file belongs to: kg/extract/gather.py → extract."""
    return path.relative_to(folder).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    """Dotted names of everything that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    own = HEIGHT[part(path)]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("kg.")}
    assert {name for name in used if name in HEIGHT and HEIGHT[name] > own} == set()


@pytest.mark.parametrize("path", sorted((ROOT / "extract").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_kind_of_fact_looks_ahead(path: Path) -> None:
    height = {name: row for row, names in enumerate(EXTRACT) for name in names}
    own = height[part(path, ROOT / "extract")]
    used = {name.split(".")[2] for name in imports(path) if name.startswith("kg.extract.")}
    assert {name for name in used if height.get(name, -1) > own} == set()


HOMES = {
    "ahocorasick_rs": {"extract"},
    "jieba": {"text"},
    "jinja2": {"view"},
    "networkx": {"graph", "view", "api"},
    "oxrdflib": {"graph"},
    "pyarrow": {"graph"},
    "pyoxigraph": {"graph", "ontology"},
    "pypinyin": {"view"},
    "pyshacl": {"graph"},
    "pyvis": {"view"},
    "rdflib": {"graph", "api"},
    "rich": {"cli"},
    "typer": {"cli"},
}
"""Where each dependency is used, and nowhere else."""
EVERYWHERE = {"msgspec"}
"""What values are made of."""
NOWHERE = ["socket", "urllib.request", "http.client", "http.server", "requests", "asyncio", "ssl", "ftplib"]
"""Nothing leaves the machine."""


def users(library: str) -> set[str]:
    return {part(p) for p in FILES for name in imports(p) if f"{name}.".startswith(f"{library}.")}


@pytest.mark.parametrize("library", HOMES)
def test_a_dependency_is_used_where_it_belongs(library: str) -> None:
    assert users(library) == HOMES[library]


@pytest.mark.parametrize("library", NOWHERE)
def test_what_speaks_to_a_network_is_not_used(library: str) -> None:
    assert users(library) == set()


def test_every_dependency_is_known() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    assert {re.split(r"[<>=~!\[ ]", each)[0] for each in listed} == {*HOMES, *EVERYWHERE}


def test_the_public_names_are_there() -> None:
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []
    assert len(set(kg.__all__)) == len(kg.__all__)


def test_files_stay_small() -> None:
    long = {str(p.relative_to(ROOT)): n for p in FILES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}
