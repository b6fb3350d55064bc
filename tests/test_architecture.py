"""The architecture holds: imports run one way, one module crosses each foreign border, `__all__` is a promise."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
LAYERS = (
    ("model", "errors", "engine", "output"),
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
FILES = sorted(ROOT.rglob("*.py"))


def part(path: Path) -> str:
    """The part of the package that a file belongs to: kg/extract/gather.py → extract."""
    return path.relative_to(ROOT).with_suffix("").parts[0]


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


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("pyvis", {"view"}),
        ("pypinyin", {"view"}),
        ("typer", {"cli"}),
        ("rich", {"cli"}),
        ("networkx", {"graph", "view", "api"}),
        ("rdflib", {"graph", "api"}),
        ("oxrdflib", {"graph"}),
        ("pyshacl", {"graph"}),
        ("jieba", {"text", "extract"}),
        ("charset_normalizer", {"text"}),
        ("socket", set()),
        ("urllib.request", set()),
        ("http.client", set()),
        ("requests", set()),
    ],
)
def test_a_foreign_library_is_used_where_it_belongs(library: str, homes: set[str]) -> None:
    users = {part(p) for p in FILES for name in imports(p) if f"{name}.".startswith(f"{library}.")}
    assert users <= homes


def test_the_public_names_are_there() -> None:
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []
    assert len(set(kg.__all__)) == len(kg.__all__)


def test_files_stay_small() -> None:
    long = {str(p.relative_to(ROOT)): n for p in FILES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}
