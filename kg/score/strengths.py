"""How often each rule is right: of the facts it made in annotated reports, those that the annotation has too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.score.errors import rule_of
from kg.score.pairs import ENTITY_TYPES, Comparison, Fact, component_parts, fold, of_type


class Strength(NamedTuple):
    """Of the `found` facts of a rule, `right` are in the annotation (names strictly, figures by number)."""

    right: int
    found: int


def strengths(comparisons: Iterable[Comparison]) -> Mapping[tuple[str, str], Strength]:
    """Strength by kind of fact (Bureau, …, Component, Observation, Relation) and rule, in their order."""
    right: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for comparison in comparisons:
        for kind, fact, hit in _facts(comparison):
            found[kind, rule_of(fact)] += 1
            right[kind, rule_of(fact)] += hit
    return {key: Strength(right[key], found[key]) for key in sorted(found)}


def _facts(c: Comparison) -> Iterator[tuple[str, Fact, bool]]:
    """Every found fact with its kind, and whether the annotation has it."""
    for kind in ENTITY_TYPES:
        hits = {id(s) for _, s in c.strict[kind]}
        yield from ((kind, fact, id(fact) in hits) for fact in of_type(c.system, kind))
    for kind, facts, pairs in (
        ("Observation", c.system["observations"], c.observations),
        ("Relation", c.system["relations"], c.relations),
    ):
        hits = {id(s) for _, s in pairs}
        yield from ((kind, fact, id(fact) in hits) for fact in facts)
    wanted = component_parts(c.gold, last=True)
    for fact in c.system["components"]:
        yield "Component", fact, wanted.get(fold(fact["whole"])) == [fold(part) for part in fact["parts"]]
