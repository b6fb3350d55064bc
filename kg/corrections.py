"""A user's corrections: facts that a reader drops, changes or adds, by report and place, applied on every build.

    [[correction]]
    report = "cixi-2022"            # file name without its ending, or the id under which text/ has it
    start = 1034                    # code points in the text, as `kg explain` and the JSON give them
    end = 1040
    quote = "小区警务室"              # optional: the words there; the build stops if the text says otherwise
    name = "智慧小区警务室"           # what to change …
    why = "the short form only"     # … and why; `kg explain` shows it
    # drop = true                   # or: no such fact
    # label = "Program"             # or: of another kind; where there is no fact yet, one is added

A correction of an entity is one of all its mentions. What pointed at it by name points at its new name, or at nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import EnumType
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kg.errors import UsageError
from kg.model import SELF, Bound, Document, Entity, Extraction, Label, Mention, Observation, Quantity, Span, Status

RULE = "correction"
"""The rule of what a reader changed; what it was stands behind it in parentheses, the reason after a colon."""

_ENTITY = {"label", "name", "kind", "actor", "status"}
_FIGURE = {"indicator", "value", "high", "unit", "bound", "period", "actor", "about", "status"}
_FRAME = {"report", "start", "end", "quote", "drop", "why"}


class Correction(Struct, frozen=True):
    """One correction. `where` names file and place in it, for messages; `changes` are the new values by attribute."""

    where: str
    report: str
    start: int
    end: int
    quote: str | None
    drop: bool
    why: str
    changes: Mapping[str, Any]

    def rule(self, before: object = None) -> str:
        """The rule that a corrected fact names: what it was `before` (an Entity or Observation), and why it changed."""
        was = "" if before is None else f" ({self._was(before)})"
        return f"{RULE}{was}: {self.why}" if self.why else f"{RULE}{was}"

    def _was(self, before: object) -> str:
        """The values that it replaces: `name was 反诈中心`."""
        quantity = getattr(before, "quantity", None)
        old = {key: getattr(before, key, getattr(quantity, key, None)) for key in self.changes}
        return ", ".join(f"{key} was {'nothing' if value is None else value}" for key, value in old.items())

    def told(self, document: Document) -> str:
        """What it changes and why, in one line for people."""
        words = document.text[self.start : self.end]
        change = "dropped" if self.drop else ", ".join(f"{key} = {value}" for key, value in self.changes.items())
        return f"{words} ({self.start}-{self.end}): {change}" + (f"; {self.why}" if self.why else "")


def load(path: str | Path) -> tuple[Correction, ...]:
    """The corrections of a file. Raises UsageError, naming file and entry, for what makes no sense."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    return tuple(_read(f"{path}: correction {n}", row) for n, row in enumerate(data.get("correction", []), 1))


def _read(where: str, row: Mapping[str, Any]) -> Correction:
    if unknown := set(row) - _FRAME - _ENTITY - _FIGURE:
        raise UsageError(f"{where}: there is no {min(unknown)}; it may have {', '.join(sorted(_ENTITY | _FIGURE))}")
    changes = {key: value for key, value in row.items() if key not in _FRAME}
    if bool(row.get("drop")) == bool(changes):
        raise UsageError(f"{where}: say either drop = true or what to change")
    if not isinstance(row.get("report"), str) or not all(isinstance(row.get(k), int) for k in ("start", "end")):
        raise UsageError(f"{where}: needs report (text), start and end (numbers)")
    drop, why = bool(row.get("drop")), str(row.get("why", ""))
    return Correction(where, row["report"], row["start"], row["end"], row.get("quote"), drop, why, changes)


def apply(found: Extraction, corrections: Iterable[Correction], also: str = "") -> Extraction:
    """The extraction with the corrections of its report, named by its file or by `also`, its id in the graph.

    Raises UsageError where one fits nothing in the text.
    """
    for correction in corrections:
        if correction.report in {found.document.id, also}:
            found = _applied(found, correction)
    return found


def _applied(found: Extraction, correction: Correction) -> Extraction:
    span = _span(found, correction)
    figures = _FIGURE.issuperset(correction.changes)
    entity = next((e for e in found.entities if any(m.span == span for m in e.mentions)), None)
    if entity is not None and (correction.drop or _ENTITY.issuperset(correction.changes)):
        return _dropped(found, entity) if correction.drop else _changed(found, entity, correction)
    rows = [o for o in found.observations if o.span == span or o.number == span]
    if rows and (correction.drop or figures):
        new = [] if correction.drop else [_figure(row, correction, correction.rule(row)) for row in rows[:1]]
        kept = (o for o in found.observations if o not in (rows if correction.drop else rows[:1]))
        return replace(found, observations=tuple(sorted([*kept, *new], key=_place)))
    if correction.drop:
        return _without(found, span, correction)
    if "label" in correction.changes:
        return replace(found, entities=(*found.entities, _new_entity(found, span, correction)))
    if {"indicator", "unit"} <= set(correction.changes):
        blank = Observation(span, span, "", Quantity(None, ""), correction.rule())
        new = [_figure(blank, correction, correction.rule())]
        return replace(found, observations=tuple(sorted([*found.observations, *new], key=_place)))
    raise UsageError(f"{correction.where}: no fact stands there; to add one give label, or indicator, value and unit")


def _place(row: Observation) -> Span:
    return row.number


def _span(found: Extraction, correction: Correction) -> Span:
    """The place as a span of the reading text."""
    document = found.document
    inside = [i for i, at in enumerate(document.offsets) if correction.start <= at < correction.end]
    if not inside:
        raise UsageError(f"{correction.where}: {document.id} has no text from {correction.start} to {correction.end}")
    there = document.text[correction.start : correction.end]
    if correction.quote is not None and there != correction.quote:
        raise UsageError(f"{correction.where}: the text there is {there!r}, not {correction.quote!r}")
    return Span(inside[0], inside[-1] + 1)


# ------------------------------------------------------------------ entities


def _value(correction: Correction, key: str, kind: Callable[[Any], Any], usual: Any) -> Any:
    if key not in correction.changes:
        return usual
    try:
        return kind(correction.changes[key])
    except (ValueError, InvalidOperation) as error:
        may = f"; it may be {', '.join(kind)}" if isinstance(kind, EnumType) else ""
        raise UsageError(f"{correction.where}: {key} cannot be {correction.changes[key]!r}{may}") from error


def _new_entity(found: Extraction, span: Span, correction: Correction) -> Entity:
    given = correction.changes
    name, label = str(given.get("name", found.document.cut(span))), _value(correction, "label", Label, None)
    status = _value(correction, "status", Status, Status.DONE)
    mention = Mention(span, label, name, correction.rule(), given.get("kind"))
    return Entity(label, name, given.get("kind"), (), _nobody(given.get("actor", SELF)), status, (mention,))


def _nobody(actor: str) -> str | None:
    """An empty actor in the file is none."""
    return actor or None


def _changed(found: Extraction, entity: Entity, correction: Correction) -> Extraction:
    given = correction.changes
    name, label = str(given.get("name", entity.name)), _value(correction, "label", Label, entity.label)
    kind = given.get("kind", entity.kind if label is entity.label else None)
    mentions = tuple(replace(m, label=label, rule=correction.rule(entity)) for m in entity.mentions)
    aliases = tuple(dict.fromkeys(form for form in entity.forms if form != name))
    actor = _nobody(given["actor"]) if "actor" in given else entity.actor
    status = _value(correction, "status", Status, entity.status)
    new = Entity(label, name, kind, aliases, actor, status, mentions, entity.details)
    entities = tuple(new if e is entity else e for e in found.entities)
    return _renamed(replace(found, entities=entities), entity.name, name)


def _dropped(found: Extraction, entity: Entity) -> Extraction:
    """Without the entity, and without what says something of it."""
    kept = tuple(e for e in found.entities if e is not entity)
    relations = tuple(r for r in found.relations if not {r.subject, r.object} & set(entity.forms))
    return _renamed(replace(found, entities=kept, relations=relations), entity.name, None)


def _renamed(found: Extraction, old: str, new: str | None) -> Extraction:
    """What pointed at a name points at the new one, or at nothing."""

    def now(name: str | None) -> str | None:
        """The name that stands for one from now on."""
        return new if name == old else name

    return replace(
        found,
        bureau=now(found.bureau),
        entities=tuple(replace(e, actor=now(e.actor)) for e in found.entities),
        observations=tuple(replace(o, about=now(o.about), actor=now(o.actor)) for o in found.observations),
        relations=tuple(
            replace(r, subject=now(r.subject) or r.subject, object=now(r.object) or r.object) for r in found.relations
        ),
    )


# ------------------------------------------------------------------ figures, and whatever else stands at a place


def _figure(row: Observation, correction: Correction, rule: str) -> Observation:
    given, old = correction.changes, row.quantity
    quantity = Quantity(
        _value(correction, "value", _decimal, old.value),
        given.get("unit", old.unit),
        _value(correction, "bound", Bound, old.bound),
        _value(correction, "high", _decimal, old.high),
    )
    return replace(
        row,
        quantity=quantity,
        indicator=given.get("indicator", row.indicator),
        period=given.get("period", row.period) or None,
        actor=_nobody(given["actor"]) if "actor" in given else row.actor,
        about=given.get("about", row.about) or None,
        status=_value(correction, "status", Status, row.status),
        rule=rule,
    )


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _without(found: Extraction, span: Span, correction: Correction) -> Extraction:
    components = tuple(c for c in found.components if c.span != span)
    relations = tuple(r for r in found.relations if r.span != span)
    if len(components) == len(found.components) and len(relations) == len(found.relations):
        raise UsageError(f"{correction.where}: no fact stands there that could be dropped")
    return replace(found, components=components, relations=relations)
