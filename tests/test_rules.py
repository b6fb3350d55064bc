"""Every rule's examples run through the real extractor: what a rule says it finds, it finds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.extract import extract
from kg.extract.observations.figures import figures
from kg.model import Extraction, Label
from kg.ontology import Example, folder, rules
from kg.text import document_from_text


def _entities(*labels: Label) -> Callable[[Extraction], Iterator[str]]:
    return lambda found: (e.name for e in found.entities if not labels or e.label in labels)


def _relations(found: Extraction) -> Iterator[str]:
    return (f"{r.subject} {r.predicate} {r.object}" for r in found.relations)


def _surfaces(found: Extraction) -> Iterator[str]:
    return (found.document.cut(o.span) for o in found.observations)


def _figures(found: Extraction) -> Iterator[str]:
    return (found.document.cut(f.span) for f in figures(found.document.reading) if f.reason is None)


VALUES: dict[str, Callable[[Extraction], Iterator[str]]] = {
    "bureaus": _entities(Label.BUREAU),
    "instruments": _entities(Label.INSTRUMENT),
    "honours": _entities(Label.HONOUR),
    "things": _entities(Label.MECHANISM, Label.PROGRAM),
    "components": lambda found: (c.whole for c in found.components),
    "observations": _surfaces,
    "relations": _relations,
    "figures": _figures,
}
"""Rules file to the values of an extraction that its examples speak of."""

CASES = [
    pytest.param(name, example, id=f"{name}-{rule.name}-{n}")
    for name in VALUES
    for rule in rules(name)
    for n, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("name", "example"), CASES)
def test_rule_example(name: str, example: Example) -> None:
    found = list(VALUES[name](extract(document_from_text(example.text))))
    assert [wanted for wanted in example.finds if wanted not in found] == [], found
    assert [unwanted for unwanted in example.misses if unwanted in found] == []


@pytest.mark.parametrize("path", sorted((folder() / "rules").glob("*.toml")), ids=lambda path: path.stem)
def test_the_head_of_a_file_tells_every_role_and_key(path: Path) -> None:
    head = "".join(itertools.takewhile(lambda line: line.startswith("#"), path.open(encoding="utf-8")))
    used = {word for rule in rules(path.stem) for word in (*rule.gives, rule.gives.get("role", "role"))}
    assert [word for word in sorted(used - {"role"}) if not re.search(rf"(?<![\w-]){word}(?![\w-])", head)] == []


def test_every_example_states_an_outcome() -> None:
    empty = [case.id for case in CASES if not (case.values[1].finds or case.values[1].misses)]
    assert empty == []
