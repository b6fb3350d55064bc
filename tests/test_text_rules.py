"""Examples of the rules for reading text: what a rule says of a text, reading it says too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document
from kg.ontology import Example, rules
from kg.text import document_from_text
from kg.text.fold import reading_of
from kg.text.mask import private_spans


def _sections(document: Document) -> list[str]:
    return [f"{s.role} {s.number} {document.cut(s.title)}" for s in document.sections]


def _furniture(document: Document) -> list[str]:
    return [document.cut(span) for span in document.furniture]


def _meta(document: Document) -> list[str]:
    fields = ("title", "publisher", "year", "published", "source")
    return [f"{field}={getattr(document.meta, field)}" for field in fields]


def _private(document: Document) -> list[str]:
    reading, _ = reading_of(document.text)
    return [reading[slice(*span)] for span in private_spans(reading)]


VALUES: dict[str, Callable[[Document], list[str]]] = {
    "text_sections": _sections,
    "text_furniture": _furniture,
    "text_meta": _meta,
    "text_mask": _private,
}
CASES = [
    pytest.param(name, example, id=f"{name}-{rule.name}-{n}")
    for name in VALUES
    for rule in rules(name)
    for n, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("name", "example"), CASES)
def test_rule_example(name: str, example: Example) -> None:
    found = VALUES[name](document_from_text(example.text, unmasked=True))
    assert [wanted for wanted in example.finds if wanted not in found] == [], found
    assert [unwanted for unwanted in example.misses if unwanted in found] == []


def test_every_example_states_an_outcome() -> None:
    assert [case.id for case in CASES if not (case.values[1].finds or case.values[1].misses)] == []
