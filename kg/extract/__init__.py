"""Document to Extraction: one module per kind, run in one visible order.

Each extractor's `find` takes what was found so far and returns its own values; none looks ahead.
"""

from __future__ import annotations

from dataclasses import replace

from kg.extract import bureaus, components, honours, instruments, observations, relations, things
from kg.model import Document, Extraction

__all__ = ["ENTITY_EXTRACTORS", "extract"]

ENTITY_EXTRACTORS = (bureaus.find, instruments.find, honours.find, things.find)
"""In this order: a title or an honour may hold a mechanism's name, never the other way round."""


def extract(document: Document) -> Extraction:
    """All facts of one report, with the spans that prove them."""
    found = bureaus.reporter(document)
    found = replace(found, components=components.find(found))
    for find in ENTITY_EXTRACTORS:
        found = replace(found, entities=(*found.entities, *find(found)))
    found = replace(found, observations=observations.find(found))
    return replace(found, relations=relations.find(found))
