"""Facts against gold annotation, both in the shape of tests/gold/GUIDELINES.md: figures, and what is behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.errors import UsageError
from kg.extract import extract
from kg.interchange import to_json
from kg.score.errors import KINDS, Error, errors
from kg.score.figures import Agreed, Figures, Found, figures, score
from kg.score.pairs import Comparison, Fact, compare
from kg.score.strengths import Strength, strengths
from kg.text import read

__all__ = [
    "KINDS",
    "Agreed",
    "Comparison",
    "Error",
    "Evaluation",
    "Figures",
    "Found",
    "Strength",
    "evaluate",
    "evaluate_found",
    "load_facts",
    "score",
    "strengths",
]


class Evaluation(Struct, frozen=True):
    """The comparisons of all documents, and the figures over them."""

    comparisons: tuple[Comparison, ...]

    @property
    def figures(self) -> Figures:
        """Rows of the score by name."""
        return figures(self.comparisons)

    def errors(self, kind: str = "all") -> tuple[Error, ...]:
        """Misses, false finds and differing attributes of one kind, document by document."""
        if kind not in {*KINDS, "all"}:
            raise UsageError(f"there is no kind {kind}; choose one of {', '.join(KINDS)}, all")
        chosen = [kind] if kind != "all" else list(KINDS)
        return tuple(error for c in self.comparisons for k in chosen for error in errors(c, k))

    def to_json(self) -> dict[str, Any]:
        """Figures as the JSON object that the command prints."""
        return {name: row.to_json() for name, row in self.figures.items()}


def evaluate(gold_dir: str | Path, texts_dir: str | Path) -> Evaluation:
    """Extract from every report in `texts_dir` that has annotation in `gold_dir` (same stem), and compare.

    Raises UsageError where a folder holds no annotation, or annotation has no text or several.
    """
    gold = load_facts(gold_dir)
    texts = _texts(Path(texts_dir), gold)
    found = {doc: json.loads(json.dumps(to_json(extract(read(path))))) for doc, path in texts.items()}
    return Evaluation(tuple(compare(doc, facts, found[doc]) for doc, facts in gold.items()))


def evaluate_found(gold_dir: str | Path, found_dir: str | Path) -> Evaluation:
    """Compare facts already extracted (`DOC.json` files) with annotation; a document not found counts as empty."""
    gold, found = load_facts(gold_dir), load_facts(found_dir)
    return Evaluation(tuple(compare(doc, facts, found.get(doc, {})) for doc, facts in gold.items()))


def load_facts(folder: str | Path) -> dict[str, Fact]:
    """The `DOC.json` files of a folder by stem, in order of their names."""
    files = sorted(Path(folder).glob("*.json"))
    if not files:
        raise UsageError(f"{folder}: no JSON files of annotation there")
    try:
        return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}
    except ValueError as error:
        raise UsageError(f"{folder}: {error}") from error


def _texts(folder: Path, wanted: Iterable[str]) -> dict[str, Path]:
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder of reports")
    places: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix != ".json":
            places.setdefault(path.stem, []).append(path)
    for doc in wanted:
        if len(places.get(doc, [])) != 1:
            raise UsageError(
                f"{folder}: {len(places.get(doc, []))} reports named {doc}, one is needed for its annotation"
            )
    return {doc: places[doc][0] for doc in wanted}
