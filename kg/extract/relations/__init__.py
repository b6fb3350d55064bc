"""Links between the entities of a report: superiorOf, partOf, partnersWith, basedOn.

`signs` puts one sign for every name, so that rules speak of names. On them `organisation` reads lines and ranks of
bureaus, `partners` who works together, `basis` on which document something rests; `things` tells where mechanisms
and programs are named, and on it `parts` (with `topics`: what the text speaks of) and `members` (of collective names)
what is part of what among them.
"""

from __future__ import annotations

from kg.extract.relations import basis, members, organisation, partners, parts, things
from kg.extract.relations.signs import signs_of
from kg.model import Extraction, Relation


def find(found: Extraction) -> tuple[Relation, ...]:
    """Every relation that the text shows, each once, with the place that shows it."""
    signs = signs_of(found)
    places = things.named(found.document, signs)
    headed = things.headings(places)
    lines = organisation.find(found)
    every = (
        *lines,
        *members.of_components(found),
        *parts.find(found.document, signs, places, headed),
        *partners.find(found, signs, organisation.ranks(found, lines)),
        *basis.find(signs, headed),
    )
    return _once(every)


def _once(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """The first of each, without what would be its own part or the whole of its whole."""
    kept: dict[tuple[str, str, str], Relation] = {}
    for r in relations:
        turned = (r.object, r.predicate, r.subject)
        if r.subject != r.object and turned not in kept:
            kept.setdefault((r.subject, r.predicate, r.object), r)
    return tuple(kept.values())
