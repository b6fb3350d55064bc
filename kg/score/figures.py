"""The rows of the score: counts pooled over documents (micro average), and the rates that follow from them.

number    an observation whose value, high, unit agree and whose surfaces overlap
labelled  number, and the indicator is close (Dice ≥ 0.6)
full      labelled, and bound, period, actor and status agree
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from kg.score.pairs import (
    ENTITY_TYPES,
    USUAL,
    Comparison,
    Fact,
    Pair,
    compare,
    component_parts,
    of_type,
    same_indicator,
)

_FULL = ("bound", "period", "actor", "status")


class Found(Struct, frozen=True):
    """How many of `gold` facts were hit by `system` facts."""

    hit: int
    gold: int
    system: int

    @property
    def precision(self) -> float:
        """Share of the found facts that are right."""
        return self.hit / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold facts that were found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_json(self) -> dict[str, Any]:
        """The row as printed: rates to four places, then the counts."""
        rates = {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4)}
        return {**rates, "hit": self.hit, "gold": self.gold, "system": self.system}


class Agreed(Struct, frozen=True):
    """Of how many paired facts an attribute agrees."""

    hit: int
    of: int

    @property
    def accuracy(self) -> float | None:
        """Share that agrees; None where nothing was compared."""
        return self.hit / self.of if self.of else None

    def to_json(self) -> dict[str, Any]:
        """The row as printed."""
        return {"accuracy": None if self.accuracy is None else round(self.accuracy, 4), "of": self.of}


Figures: TypeAlias = dict[str, Found | Agreed]


def figures(comparisons: Sequence[Comparison]) -> Figures:
    """Every row of the score, by its name, counts pooled over the documents."""
    rows: Figures = {}
    for kind in ENTITY_TYPES:
        rows[f"{kind} strict"] = _entities(comparisons, (kind,), lambda c: c.strict)
        rows[f"{kind} relaxed"] = _entities(comparisons, (kind,), lambda c: c.relaxed)
    rows["Entity relaxed (all types)"] = _entities(comparisons, ENTITY_TYPES, lambda c: c.relaxed)
    rows |= _observation_rows(comparisons)
    rows["Component strict"] = _components(comparisons)
    rows["Relation strict"] = Found(
        sum(len(c.relations) for c in comparisons),
        sum(len(c.gold["relations"]) for c in comparisons),
        sum(len(c.system["relations"]) for c in comparisons),
    )
    for key in USUAL:
        hit, gold, system = (sum(c.marked[key, side] for c in comparisons) for side in ("hit", "gold", "system"))
        rows[f"Observation marked {key}"] = Found(hit, gold, system)
    return rows | _accuracies(comparisons)


def _entities(
    comparisons: Sequence[Comparison],
    kinds: tuple[str, ...],
    pairs: Callable[[Comparison], Mapping[str, Sequence[Pair]]],
) -> Found:
    return Found(
        sum(len(pairs(c)[kind]) for c in comparisons for kind in kinds),
        sum(len(of_type(c.gold, kind)) for c in comparisons for kind in kinds),
        sum(len(of_type(c.system, kind)) for c in comparisons for kind in kinds),
    )


def _observation_rows(comparisons: Sequence[Comparison]) -> Figures:
    gold = sum(len(c.gold["observations"]) for c in comparisons)
    system = sum(len(c.system["observations"]) for c in comparisons)
    number = labelled = full = 0
    for c in comparisons:
        wrong = {id(a.gold) for a in c.attributes if a.type == "Observation" and a.key in _FULL and not a.same}
        good = [g for g, s in c.observations if same_indicator(g, s)]
        number += len(c.observations)
        labelled += len(good)
        full += sum(id(g) not in wrong for g in good)
    levels = {"number": number, "labelled": labelled, "full": full}
    return {f"Observation {level}": Found(hit, gold, system) for level, hit in levels.items()}


def _components(comparisons: Sequence[Comparison]) -> Found:
    hit = gold = system = 0
    for c in comparisons:
        wanted, found = component_parts(c.gold, last=True), component_parts(c.system)
        hit += sum(_longest_common(parts, found.get(whole, [])) for whole, parts in wanted.items())
        gold += sum(map(len, wanted.values()))
        system += sum(map(len, found.values()))
    return Found(hit, gold, system)


def _accuracies(comparisons: Sequence[Comparison]) -> Figures:
    of: Counter[tuple[str, str]] = Counter()
    hit: Counter[tuple[str, str]] = Counter()
    for attribute in (a for c in comparisons for a in c.attributes):
        of[attribute.type, attribute.key] += 1
        hit[attribute.type, attribute.key] += attribute.same
    return {f"{kind}.{key} accuracy": Agreed(hit[kind, key], of[kind, key]) for kind, key in sorted(of)}


def score(gold: Mapping[str, Fact], system: Mapping[str, Fact]) -> Figures:
    """Figures of two sets of documents by id; a document that the system lacks counts as empty."""
    return figures([compare(doc, facts, system.get(doc, {})) for doc, facts in gold.items()])


def _longest_common(a: Sequence[str], b: Sequence[str]) -> int:
    """Length of the longest common subsequence: parts count where their order agrees."""
    row = [0] * (len(b) + 1)
    for x in a:
        last = 0
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], last + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]
