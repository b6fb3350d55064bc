"""An Extraction as the JSON object of the annotation guidelines, and annotation back as an Extraction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.model import Component, Document, Entity, Extraction, Label, Observation, Relation, Span


def to_json(found: Extraction) -> dict[str, Any]:
    """The object that `kg extract` prints: the guidelines' keys, and `start`, `end`, `quote`, `rule` beside them."""
    document = found.document
    return {
        "doc": document.id,
        "report": {
            "bureau": found.bureau,
            "year": document.meta.year,
            "published": document.meta.published,
            "title": document.meta.title,
            "self_names": list(found.self_names),
        },
        "entities": [_entity(document, entity) for entity in found.entities],
        "components": [_component(document, component) for component in found.components],
        "observations": [_observation(document, observation) for observation in found.observations],
        "relations": [_relation(document, relation) for relation in found.relations],
    }


def _place(document: Document, span: Span) -> dict[str, Any]:
    start, end, quote = document.evidence(span)
    return {"start": start, "end": end, "quote": quote}


def _entity(document: Document, entity: Entity) -> dict[str, Any]:
    row: dict[str, Any] = {"type": entity.label.value}
    if entity.kind is not None:
        row["kind"] = entity.kind
    row |= {"name": entity.name, "aliases": list(entity.aliases)}
    if entity.label is not Label.BUREAU:
        row |= {"actor": entity.actor, "status": entity.status.value}
    if entity.details:
        row["details"] = dict(entity.details)
    row["mentions"] = [{**_place(document, m.span), "rule": m.rule} for m in entity.mentions]
    return row


def _component(document: Document, component: Component) -> dict[str, Any]:
    return {
        "whole": component.whole,
        "parts": list(component.parts),
        **_place(document, component.span),
        "rule": component.rule,
    }


def plain_number(value: Decimal | None) -> int | float | None:
    """A Decimal as a JSON number: an integer where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _observation(document: Document, row: Observation) -> dict[str, Any]:
    return {
        "surface": document.cut(row.span),
        "indicator": row.indicator,
        "value": plain_number(row.quantity.value),
        "high": plain_number(row.quantity.high),
        "unit": row.quantity.unit,
        "bound": row.quantity.bound.value,
        "period": row.period,
        "actor": row.actor,
        "about": row.about,
        "status": row.status.value,
        **_place(document, row.span),
        "support": [_place(document, span) for span in row.support],
        "rule": row.rule,
    }


def _relation(document: Document, row: Relation) -> dict[str, Any]:
    return {
        "s": row.subject,
        "p": row.predicate,
        "o": row.object,
        **_place(document, row.span),
        "rule": row.rule,
    }
