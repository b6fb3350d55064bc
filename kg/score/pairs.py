"""Pairs of annotated and found facts of one document: what is taken for the same.

strict    one side's name is among the other side's forms
relaxed   nearly the same name, same numerals (bureaus: as strict)
figures   value, high, unit agree and the surfaces overlap

Pairs are a maximum one-to-one matching. Actors and abouts are compared as entities, whatever form names them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct

Fact: TypeAlias = Mapping[str, Any]
Pair: TypeAlias = tuple[Fact, Fact]
Similarity: TypeAlias = Callable[[Fact, Fact], float]

ENTITY_TYPES = ("Bureau", "Mechanism", "Program", "LegalInstrument", "Honour")
SYMMETRIC = frozenset({"partnersWith"})
MOST_ALIASES = 6
ENTITY_ATTRIBUTES = ("kind", "actor", "status")
USUAL: Mapping[str, str | None] = {"bound": "exact", "period": None, "actor": "self", "about": None, "status": "done"}
"""An observation's attributes, each with the value that needs no mark in the text."""
_NAMES = frozenset({"actor", "about"})
_EMPTY: Fact = {"report": {}, "entities": [], "observations": [], "components": [], "relations": []}


class Attribute(Struct, frozen=True):
    """One attribute of one pair: what gold and system say, and whether that is the same."""

    type: str
    key: str
    gold: Fact
    system: Fact
    same: bool


class Comparison(Struct, frozen=True):
    """The paired facts of one document. `strict` and `relaxed` hold pairs by entity type."""

    doc: str
    gold: Fact
    system: Fact
    strict: Mapping[str, Sequence[Pair]]
    relaxed: Mapping[str, Sequence[Pair]]
    observations: Sequence[Pair]
    relations: Sequence[Pair]
    attributes: Sequence[Attribute]
    marked: Mapping[tuple[str, str], int]


# ------------------------------------------------------------------ likeness of words


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[—–―~～]+", "-", text)
    return re.sub(r"""[\s*"'“”‘’「」『』《》<>、,。;:()·]""", "", text)


def fold(text: object) -> str:
    """A form as it is compared: width folded, without blanks, quotes, brackets and punctuation; None is empty."""
    return _folded(str(text or ""))


@lru_cache(maxsize=100_000)
def _grams(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) if len(text) > 1 else Counter(text)


def dice(a: str, b: str) -> float:
    """Dice coefficient over character bigrams (single characters for one-character strings)."""
    x, y = _grams(a), _grams(b)
    total = x.total() + y.total()
    return 2 * (x & y).total() / total if total else 0.0


def _forms(entity: Fact) -> set[str]:
    every = [entity["name"], *(entity.get("aliases") or [])[:MOST_ALIASES]]
    return {fold(form) for form in every if fold(form)}


def _numerals(text: str) -> list[str]:
    return re.findall(r"\d+|[一二三四五六七八九十百千两]+", text)


# ------------------------------------------------------------------ pairs


def _matching(gold: Sequence[Fact], system: Sequence[Fact], similarity: Similarity) -> list[Pair]:
    """Maximum one-to-one matching; among equals the most similar first."""
    every = {
        i: sorted(((similarity(g, s), j) for j, s in enumerate(system)), key=lambda e: (-e[0], e[1]))
        for i, g in enumerate(gold)
    }
    edges = {i: [(value, j) for value, j in row if value > 0] for i, row in every.items()}
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        """Find a partner for a fact, moving those already paired where that helps (an augmenting path)."""
        for _, j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in sorted(edges, key=lambda i: -(edges[i][0][0] if edges[i] else 0)):
        place(i, set())
    return [(gold[i], system[j]) for j, i in sorted(owner.items())]


def _strict(g: Fact, s: Fact) -> float:
    return 2.0 if fold(s["name"]) in _forms(g) or fold(g["name"]) in _forms(s) else 0.0


def _relaxed(g: Fact, s: Fact) -> float:
    if _strict(g, s) or g["type"] == "Bureau":
        return _strict(g, s)
    a, b = fold(g["name"]), fold(s["name"])
    short, long = sorted((a, b), key=len)
    near = (short in long and len(short) >= 0.6 * len(long)) or dice(a, b) >= 0.75
    return dice(a, b) if near and _numerals(a) == _numerals(b) else 0.0


def _number(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return Decimal("NaN")


def _same_number(x: object, y: object) -> bool:
    a, b = _number(x), _number(y)
    if a is None or b is None:
        return a is b
    if a.is_nan() or b.is_nan():
        return False
    return abs(a - b) <= Decimal("1e-9") * max(abs(a), Decimal(1))


def _same_figure(g: Fact, s: Fact) -> float:
    if not (_same_number(g["value"], s.get("value")) and _same_number(g.get("high"), s.get("high"))):
        return 0.0
    if fold(g["unit"]) != fold(s.get("unit")):
        return 0.0
    a, b = fold(g["surface"]), fold(s.get("surface"))
    if not b or len(b) > 3 * len(a) + 10:
        return 0.0
    overlap = max(dice(a, b), 0.5 if a in b or b in a else 0.0)
    return overlap + dice(fold(g["indicator"]), fold(s.get("indicator"))) if overlap >= 0.3 else 0.0


def same_indicator(g: Fact, s: Fact) -> bool:
    """Whether a figure's label is close enough to the annotated one."""
    return dice(fold(g["indicator"]), fold(s.get("indicator"))) >= 0.6


class Names:
    """What a name in a document means: the gold entities it can stand for, `self` being the reporter."""

    def __init__(self, gold: Fact) -> None:
        report = gold.get("report") or {}
        self._of: dict[str, set[tuple[str, str]]] = {}
        for entity in gold["entities"]:
            for form in _forms(entity) | {fold(entity["name"])}:
                self._of.setdefault(form, set()).add((entity["type"], fold(entity["name"])))
        self._own = {fold(n) for n in [report.get("bureau"), *(report.get("self_names") or [])] if n}
        reporter = {i for name in self._own for i in self._of.get(name, ()) if i[0] == "Bureau"}
        self._self = reporter | {("Bureau", "self")}

    def learn(self, pairs: Iterable[Pair]) -> None:
        """The system's forms of a paired entity mean the gold entity, too."""
        for g, s in pairs:
            for form in _forms(s):
                self._of.setdefault(form, set()).add((g["type"], fold(g["name"])))

    def _ids(self, name: str | None) -> set[Any]:
        if name is None:
            return {None}
        key = fold(name)
        if key == "self" or key in self._own:
            return self._self
        found = self._of.get(key, {("?", key)})
        return self._self | found if found & self._self else found

    def same(self, a: str | None, b: str | None) -> bool:
        """Whether two names can mean one thing."""
        return bool(self._ids(a) & self._ids(b))

    def agree(self, key: str, a: Any, b: Any) -> bool:
        """Whether two values of an attribute agree: names as entities, the rest as folded text."""
        return self.same(a, b) if key in _NAMES else fold(a) == fold(b)


# ------------------------------------------------------------------ one document


def compare(doc: str, gold: Fact, system: Fact) -> Comparison:
    """Pair the facts of one document; parts that are missing count as empty."""
    gold, system = {**_EMPTY, **gold}, {**_EMPTY, **system}
    names = Names(gold)
    strict: dict[str, list[Pair]] = {}
    relaxed: dict[str, list[Pair]] = {}
    attributes: list[Attribute] = []
    for kind in ENTITY_TYPES:
        g, s = of_type(gold, kind), of_type(system, kind)
        strict[kind] = _matching(g, s, _strict)
        relaxed[kind] = _matching(g, s, _relaxed)
        names.learn(relaxed[kind])
        attributes += _entity_attributes(kind, relaxed[kind], names)
    pairs = _matching(gold["observations"], system["observations"], _same_figure)
    attributes += [
        Attribute("Observation", key, g, s, names.agree(key, g.get(key), s.get(key))) for g, s in pairs for key in USUAL
    ]
    relations = _relation_pairs(gold["relations"], system["relations"], names)
    return Comparison(doc, gold, system, strict, relaxed, pairs, relations, attributes, _marked(pairs, names))


def of_type(facts: Fact, kind: str) -> list[Fact]:
    """The entities of one type."""
    return [entity for entity in facts["entities"] if entity["type"] == kind]


def _entity_attributes(kind: str, pairs: Iterable[Pair], names: Names) -> list[Attribute]:
    return [
        Attribute(kind, key, g, s, names.agree(key, g.get(key), s.get(key)))
        for g, s in pairs
        for key in ENTITY_ATTRIBUTES
        if key in g
    ]


def _marked(pairs: Iterable[Pair], names: Names) -> Counter[tuple[str, str]]:
    """Attributes that differ from the usual: how often in gold, in the system, and in both alike."""
    tally: Counter[tuple[str, str]] = Counter()
    for g, s in pairs:
        for key, usual in USUAL.items():
            in_gold = not names.agree(key, g.get(key), usual)
            in_system = not names.agree(key, s.get(key), usual)
            tally[key, "gold"] += in_gold
            tally[key, "system"] += in_system
            tally[key, "hit"] += in_gold and in_system and names.agree(key, g.get(key), s.get(key))
    return tally


def _relation_pairs(gold: Iterable[Fact], system: Iterable[Fact], names: Names) -> list[Pair]:
    def fits(g: Fact, s: Fact) -> bool:
        """Whether two relations say the same, of symmetric ones either way round."""
        straight = names.same(g["s"], s["s"]) and names.same(g["o"], s["o"])
        turned = g["p"] in SYMMETRIC and names.same(g["s"], s["o"]) and names.same(g["o"], s["s"])
        return bool(g["p"] == s["p"] and (straight or turned))

    free, pairs = list(system), []
    for g in gold:
        at = next((n for n, s in enumerate(free) if fits(g, s)), None)
        if at is not None:
            pairs.append((g, free.pop(at)))
    return pairs


def component_parts(facts: Fact, *, last: bool = False) -> dict[str, list[str]]:
    """Folded parts by folded whole; of two components of one name the first counts, or the last."""
    found: dict[str, list[str]] = {}
    for row in facts["components"]:
        key = fold(row["whole"])
        if last or key not in found:
            found[key] = [fold(part) for part in row["parts"]]
    return found
