"""partOf that names themselves show: members of a collective name, rooms of a centre, bodies of a method."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from kg.extract.relations.signs import Sign, Signs
from kg.model import Component, Entity, Extraction, Label, Mention, Relation, Span
from kg.ontology import any_of, rules_of

if TYPE_CHECKING:
    from kg.extract.relations.parts import Named

PART = "partOf"
_BEHIND = 12
"""Characters behind a collective name and its members in which the name of the arrangement may go on."""
_THINGS = frozenset({Label.MECHANISM, Label.PROGRAM})


def of_components(found: Extraction) -> Iterator[Relation]:
    """Mechanisms that are members of a collective name, with the arrangement that has this name: 三项制度."""
    named = [(m, e) for e in found.entities if e.label in _THINGS for m in e.mentions]
    for component in found.components:
        whole = _whole(component, named)
        if whole is None:
            continue
        for mention, entity in named:
            if entity is not whole and entity.label is Label.MECHANISM and _is_member(mention.span, component):
                yield Relation(entity.name, PART, whole.name, mention.span, "member-of-a-collective", (component.span,))


def _whole(component: Component, named: list[tuple[Mention, Entity]]) -> Entity | None:
    """The arrangement whose name, at this place, holds the collective name."""
    around = Span(component.span.start, component.span.end + _BEHIND)
    fits = (e for m, e in named if m.span.overlaps(around) and any(component.whole in form for form in e.forms))
    return next(fits, None)


def _is_member(span: Span, component: Component) -> bool:
    """Whether a mention is one of the members, with or without the words around its name."""
    return any(span.start == part.start and span.end >= part.end for part in component.part_spans) and not any(
        span.end > part.start > span.start for part in component.part_spans
    )


def in_sentences(signs: Signs, places: tuple[Named, ...]) -> Iterator[tuple[Sign, Sign, str]]:
    """Part, whole and rule where a sentence names both, by what the two names are: the first whole of the sentence."""
    for _, group in groupby(places, key=lambda place: place.sentence):
        row = list(group)
        for n, part in enumerate(row):
            pairs = ((whole, _pair(signs, whole, part)) for whole in row[:n])
            found = next(((whole, rule) for whole, rule in pairs if rule), None)
            if found and not part.titled:
                yield part.sign, found[0].sign, found[1]


def _pair(signs: Signs, whole: Named, part: Named) -> str | None:
    """The rule by which one name is the whole of another, if any."""
    between = signs.text[whole.sign.at + 1 : part.sign.at]
    apart = whole.sign.entity is not part.sign.entity and not any_of("parts", "list").fullmatch(between)
    if not apart or ";" in between or part.sign.label is not Label.MECHANISM:
        return None
    names = f"{whole.sign.entity.name}←{part.sign.entity.name}"
    rules = (r for r in rules_of("parts", "pair") if r.gives["kind"] == part.sign.entity.kind)
    return next((r.name for r in rules if (part.made or not r.gives["made"]) and r.pattern.fullmatch(names)), None)
