"""What differs from the annotation, one line each, so that work on rules is a loop of minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from kg.score.pairs import Comparison, Fact, Pair, component_parts, fold, of_type, same_indicator

KINDS: Mapping[str, str] = {
    "bureau": "Bureau",
    "mechanism": "Mechanism",
    "program": "Program",
    "legal": "LegalInstrument",
    "honour": "Honour",
    "component": "Component",
    "observation": "Observation",
    "relation": "Relation",
}
"""Kinds whose errors can be listed, as the command line names them, and what the rows of the score call them."""


class Error(Struct, frozen=True):
    """One difference from the annotation.

    `sort`: miss (annotated, not found), false (found, not annotated), or the attribute of a found fact that differs.
    """

    doc: str
    kind: str
    sort: str
    what: str
    gold: str = ""
    found: str = ""
    rule: str = ""


def errors(c: Comparison, kind: str) -> Iterator[Error]:
    """Misses, false finds and differing attributes of one kind in one document."""
    name = KINDS[kind]
    if kind == "component":
        yield from _component_errors(c)
        return
    pairs: Sequence[Pair]
    if kind == "observation":
        gold, found, pairs = c.gold["observations"], c.system["observations"], c.observations
    elif kind == "relation":
        gold, found, pairs = c.gold["relations"], c.system["relations"], c.relations
    else:
        gold, found, pairs = of_type(c.gold, name), of_type(c.system, name), c.strict[name]
    known, right = {id(g) for g, _ in pairs}, {id(s) for _, s in pairs}
    yield from (Error(c.doc, kind, "miss", _words(g)) for g in gold if id(g) not in known)
    yield from (Error(c.doc, kind, "false", _words(s), rule=rule_of(s)) for s in found if id(s) not in right)
    if kind == "observation":
        labels = ((g, s) for g, s in pairs if not same_indicator(g, s))
        yield from (
            Error(c.doc, kind, "indicator", _words(g), g["indicator"], str(s.get("indicator")), rule_of(s))
            for g, s in labels
        )
    for a in c.attributes:
        if a.type == name and not a.same:
            gold_value, found_value = str(a.gold.get(a.key)), str(a.system.get(a.key))
            yield Error(c.doc, kind, a.key, _words(a.gold), gold_value, found_value, rule_of(a.system))


def _component_errors(c: Comparison) -> Iterator[Error]:
    wanted, found = component_parts(c.gold, last=True), component_parts(c.system)
    rows = {fold(row["whole"]): row for row in c.gold["components"]}
    for whole, parts in wanted.items():
        if found.get(whole) is None:
            yield Error(c.doc, "component", "miss", _words(rows[whole]))
        elif found[whole] != parts:
            yield Error(c.doc, "component", "parts", rows[whole]["whole"], "、".join(parts), "、".join(found[whole]))
    for row in c.system["components"]:
        if fold(row["whole"]) not in wanted:
            yield Error(c.doc, "component", "false", _words(row), rule=rule_of(row))


def _words(fact: Fact) -> str:
    if "surface" in fact:
        high = f"–{fact['high']}" if fact.get("high") is not None else ""
        return f"{fact['surface']} [{fact['value']}{high} {fact['unit']}]"
    if "p" in fact:
        return f"{fact['s']} {fact['p']} {fact['o']}"
    if "whole" in fact:
        return f"{fact['whole']} = {' + '.join(fact['parts'])}"
    aliases = "、".join(fact.get("aliases") or [])
    return f"{fact['name']} ({aliases})" if aliases else str(fact["name"])


def rule_of(fact: Fact) -> str:
    """The rule that made a fact; of an entity, that of its first mention."""
    mentions = fact.get("mentions") or [{}]
    return str(fact.get("rule") or mentions[0].get("rule") or "")
