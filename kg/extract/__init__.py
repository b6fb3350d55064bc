"""Document to Extraction: one package per kind of fact, run in one visible order.

Who reports comes first (`bureaus.reporter`), then collective names (`components`), since their members tell where other
names begin; then the entities in the order of ENTITY_EXTRACTORS, the figures that belong to them (`observations`), and
the links between them (`relations`). Each `find` takes what was found so far and returns its own values; none looks
ahead. They share `gather` (mentions become entities). Rules are tried only where their pattern can match, as `anchors`
reads off it: `scan` tries them over a whole text, `openers` at one place, `cues` on a short text. Each package tells in
its docstring the order of its modules.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from kg.extract import bureaus, components, honours, instruments, observations, relations, things
from kg.extract.gather import with_quotes
from kg.model import Component, Document, Entity, Extraction

__all__ = ["ENTITY_EXTRACTORS", "extract"]

ENTITY_EXTRACTORS = (bureaus.find, instruments.find, honours.find, things.find)
"""In this order: a title or an honour may hold a mechanism's name, never the other way round."""


def extract(document: Document) -> Extraction:
    """All facts of one report, with the spans that prove them."""
    with _collector_paused():
        found = bureaus.reporter(document)
        found = replace(found, components=components.find(found))
        for find in ENTITY_EXTRACTORS:
            found = replace(found, entities=(*found.entities, *_of_the_report(document, find(found))))
        found = replace(found, observations=observations.find(found))
        found = replace(found, relations=relations.find(found))
        return replace(found, components=tuple([_quoted(document.reading, c) for c in found.components]))


def _quoted(reading: str, component: Component) -> Component:
    """A collective name whose spans hold both marks of a quotation that they hold one of."""
    span, parts = with_quotes(reading, component.span), [with_quotes(reading, p) for p in component.part_spans]
    return replace(component, span=span, part_spans=tuple(parts))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Holds Python's search for cycles of garbage off: extraction makes thousands of small values, and no cycles.

    What it drops is freed all the same, by the count of references; searching them costs 4 % of its time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _of_the_report(document: Document, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Entities without what only the web page around the report names: links to other pages, footers."""
    if not document.furniture:
        return entities
    kept = []
    for entity in entities:
        own = tuple([m for m in entity.mentions if not document.has_furniture(m.span)])
        if own or not entity.mentions:
            kept.append(entity if own == entity.mentions else replace(entity, mentions=own))
    return tuple(kept)
