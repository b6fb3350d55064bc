"""An Extraction as the JSON object of the annotation guidelines, and annotation back as an Extraction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from kg.errors import ReadError
from kg.model import (
    Bound,
    Component,
    Document,
    Entity,
    Extraction,
    Label,
    Mention,
    Observation,
    Quantity,
    Relation,
    Span,
    Status,
)
from kg.ontology import strength


def to_json(found: Extraction) -> dict[str, Any]:
    """The object that `kg extract` prints: the guidelines' keys, and `start`, `end`, `quote`, `rule` beside them.

    `strength` is the rule's measured precision on annotated reports, null where it was never measured.
    """
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


def _rule(kind: str, rule: str) -> dict[str, Any]:
    measured = strength(kind, rule)
    return {"rule": rule, "strength": None if measured is None else round(measured, 3)}


def _entity(document: Document, entity: Entity) -> dict[str, Any]:
    row: dict[str, Any] = {"type": entity.label.value}
    if entity.kind is not None:
        row["kind"] = entity.kind
    row |= {"name": entity.name, "aliases": list(entity.aliases)}
    if entity.label is not Label.BUREAU:
        row |= {"actor": entity.actor, "status": entity.status.value}
    if entity.details:
        row["details"] = dict(entity.details)
    row["mentions"] = [{**_place(document, m.span), **_rule(entity.label, m.rule)} for m in entity.mentions]
    return row


def _component(document: Document, component: Component) -> dict[str, Any]:
    return {
        "whole": component.whole,
        "parts": list(component.parts),
        **_place(document, component.span),
        **_rule("Component", component.rule),
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
        "part_of": _place(document, row.whole) if row.whole else None,
        **_rule("Observation", row.rule),
    }


def _relation(document: Document, row: Relation) -> dict[str, Any]:
    return {
        "s": row.subject,
        "p": row.predicate,
        "o": row.object,
        **_place(document, row.span),
        **_rule("Relation", row.rule),
    }


# ------------------------------------------------------------------ annotation back to values

ANNOTATED = "annotation"
"""The rule of everything that a human reader found."""

_UNSEEN = re.compile(r"[\s*\"'“”‘’「」『』]")
_NUMBER = re.compile(r"\*+|\d+(?:[.,]\d+)*|[零〇一二两三四五六七八九十百千]+")


class _Index:
    """The reading text without quotes, blanks and marks, in which annotation is found, and the way back."""

    def __init__(self, document: Document) -> None:
        self.document = document
        letters: list[str] = []
        self.offsets: list[int] = []
        for position, char in enumerate(document.reading):
            for folded in _fold(char):
                letters.append(folded)
                self.offsets.append(position)
        self.text = "".join(letters)

    def all(self, form: str) -> list[Span]:
        """Every place of a form; ReadError if there is none, for then text and annotation do not belong together."""
        wanted = _fold(form)
        found: list[Span] = []
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            start, end = self.offsets[at], self.offsets[at + len(wanted) - 1] + 1
            found.append(Span(start - self._quoted(form[0], start - 1), end + self._quoted(form[-1], end)))
            at = self.text.find(wanted, at + 1)
        if not found:
            raise ReadError(f"{self.document.id}: the annotation names {form!r}, which is not in the text")
        return found

    def _quoted(self, edge: str, position: int) -> int:
        """1 where a form has a quote at its edge and the text has one there too."""
        return int(not _fold(edge) and not _fold(self.document.reading[position : position + 1] or "x"))


def _fold(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def from_json(data: Mapping[str, Any], document: Document) -> Extraction:
    """Annotation in the guidelines' shape as an Extraction of its document, every form located in the reading text.

    What the annotation says of the report (publisher, year, title, date) goes before what was read off the text.
    Raises ReadError where a form is not in the text.
    """
    report = data.get("report") or {}
    stated = {key: report.get(key) for key in ("year", "published", "title")} | {"publisher": report.get("bureau")}
    meta = replace(document.meta, **{key: value for key, value in stated.items() if value is not None})
    index = _Index(replace(document, meta=meta))
    entities = _entities(index, data.get("entities", ()))
    found = Extraction(index.document, report.get("bureau"), tuple(report.get("self_names") or ()), entities)
    return replace(
        found,
        components=tuple(_located_component(index, row) for row in data.get("components", ())),
        observations=_observations(index, data.get("observations", ())),
        relations=tuple(_located_relation(found, row) for row in data.get("relations", ())),
    )


def _entities(index: _Index, rows: Iterable[Mapping[str, Any]]) -> tuple[Entity, ...]:
    """Entities with their mentions: a form inside a longer one (法院 in 法院院长) only where it stands nowhere else."""
    rows = list(rows)
    places = [[(span, form) for form in (r["name"], *r.get("aliases", ())) for span in index.all(form)] for r in rows]
    every = sorted({span for row in places for span, _ in row}, key=lambda s: (s.start, -s.end))
    outer: set[Span] = set()
    reach = 0
    for span in every:
        if span.end > reach:
            outer.add(span)
            reach = span.end
    return tuple(_located_entity(row, sorted(found), outer) for row, found in zip(rows, places, strict=True))


def _located_entity(row: Mapping[str, Any], places: list[tuple[Span, str]], outer: set[Span]) -> Entity:
    label, kind = Label(row["type"]), row.get("kind")
    actor, status = row.get("actor"), Status(row.get("status") or Status.DONE)
    free = [(span, form) for span, form in places if span in outer]
    named = {form for _, form in free}
    free += [next(p for p in places if p[1] == f) for f in dict.fromkeys(f for _, f in places) if f not in named]
    mentions = (
        Mention(span, label, form, ANNOTATED, kind, actor=actor, status=status)
        for span, form in sorted(dict(reversed(free)).items())
    )
    details = dict(row.get("details") or {})
    return Entity(label, row["name"], kind, tuple(row.get("aliases") or ()), actor, status, tuple(mentions), details)


def _located_component(index: _Index, row: Mapping[str, Any]) -> Component:
    """The place of the whole around which its parts stand closest together."""
    choices = [index.all(part) for part in row["parts"]]

    def nearest(whole: Span) -> list[Span]:
        """Of each part the place next to a place of the whole."""
        return [min(spans, key=lambda s: abs(s.start - whole.start)) for spans in choices]

    def width(whole: Span) -> int:
        """How far apart they stand, all together."""
        return sum(abs(part.start - whole.start) for part in nearest(whole))

    span = min(index.all(row["whole"]), key=width)
    return Component(row["whole"], tuple(row["parts"]), span, tuple(nearest(span)), ANNOTATED)


def _observations(index: _Index, rows: Iterable[Mapping[str, Any]]) -> tuple[Observation, ...]:
    """Figures stand in the order of the text, so that a repeated surface means the next place of it."""
    found: list[Observation] = []
    taken: set[tuple[Span, str, str]] = set()
    at = 0
    for row in rows:
        value = (str(row.get("value")), row["indicator"])
        places = [s for s in index.all(row["surface"]) if (s, *value) not in taken] or index.all(row["surface"])
        span = next((s for s in places if s.start >= at), places[0])
        taken.add((span, *value))
        at = span.start
        found.append(_located_observation(index, row, span))
    return tuple(found)


def _located_observation(index: _Index, row: Mapping[str, Any], span: Span) -> Observation:
    value, high = (None if row.get(key) is None else Decimal(str(row[key])) for key in ("value", "high"))
    span = _with_marks(index.document.reading, span) if value is None else span
    period, support = row.get("period"), []
    if period and _fold(period) not in _fold(index.document.cut(span)):
        support.append(min(index.all(period), key=lambda s: (s.start > span.start, abs(s.start - span.start))))
    return Observation(
        span,
        _number(index.document.reading, span, value, row["unit"]),
        row["indicator"],
        Quantity(value, row["unit"], Bound(row.get("bound") or Bound.EXACT), high),
        ANNOTATED,
        tuple(support),
        period,
        row.get("actor"),
        row.get("about"),
        Status(row.get("status") or Status.DONE),
    )


def _with_marks(reading: str, span: Span) -> Span:
    """A redacted number's asterisks at the edges belong to the surface, though annotation is compared without them."""
    start, end = span
    while start and reading[start - 1] == "*":
        start -= 1
    while end < len(reading) and reading[end] == "*":
        end += 1
    return Span(start, end)


def _number(reading: str, span: Span, value: Decimal | None, unit: str) -> Span:
    """The figure's own characters: the run of digits that its value begins with, else the one before its unit."""
    runs = list(_NUMBER.finditer(reading, *span))

    def misfit(run: re.Match[str]) -> tuple[bool, bool]:
        """How ill a run of digits fits value and unit; the least is the best."""
        digits = run[0].replace(",", "")
        if value is None or not digits[0].isdecimal():
            same = (value is None) == (digits[0] == "*")
        else:
            same = any(Decimal(digits) * scale == value for scale in (1, 1000, 10**4, 10**8))
        return not same, unit not in reading[run.end() : run.end() + len(unit) + 3]

    best = min(runs, key=misfit, default=None)
    return span if best is None else Span(*best.span())


def _located_relation(found: Extraction, row: Mapping[str, Any]) -> Relation:
    """Proof of a relation: the two nearest mentions of its ends, as one span if one sentence holds both."""
    document = found.document
    ends = [found.named(row["s"]), found.named(row["o"])]
    if ends[0] is None or ends[1] is None:
        raise ReadError(f"{document.id}: a relation names what is no entity: {row['s']} {row['p']} {row['o']}")
    pairs = ((a.span, b.span) for a in ends[0].mentions for b in ends[1].mentions)
    a, b = min(pairs, key=lambda p: (abs(p[0].start - p[1].start), p))
    one = document.sentence_at(a.start)
    if one is not None and one == document.sentence_at(b.start):
        span, support = Span(min(a.start, b.start), max(a.end, b.end)), ()
        return Relation(row["s"], row["p"], row["o"], span, ANNOTATED, support)
    return Relation(row["s"], row["p"], row["o"], b, ANNOTATED, (a,))
