"""What the examples of the rules state, and whether it holds: for every file of ontology/rules the facts that its rules
have a part in.

A fact is told as the phrases that a reader can say of it: of a figure its clause, `indicator = value unit`, `bound
over`, `period 2020年`, `actor self`, `about …`, `status done`, with `-` for none. An example states of a fact as
much as it is about, joined by bars: `培训民警 = 200人次 | period 2020年`; all of these phrases must tell one fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.audit.ledger import ledger
from kg.extract import extract, relations
from kg.extract.observations.figures import figures
from kg.graph.periods import interval
from kg.model import SELF, Document, Entity, Extraction, Label, Mention, Observation, Quantity, Span
from kg.ontology import Example, Rule
from kg.text import document_from_text
from kg.text.fold import reading_of
from kg.text.mask import private_spans

Fact = frozenset[str]


def wrong(name: str, rule: Rule, example: Example) -> list[str]:
    """What an example of a rule of a file states and is not so."""
    facts = [*_ledger(rule, example.text)] if name == "ledger" else [*TOLD[name](example.text)]
    lacking = [f"lacks {wanted}" for wanted in example.finds if not _holds(wanted, facts)]
    return lacking + [f"has {unwanted}" for unwanted in example.misses if _holds(unwanted, facts)]


def _holds(statement: str, facts: Iterable[Fact]) -> bool:
    phrases = frozenset(statement.split(" | "))
    return any(phrases <= fact for fact in facts)


# ------------------------------------------------------------------ facts of a report


def _entities(*labels: Label) -> Callable[[str], Iterator[Fact]]:
    return lambda text: (_entity(e) for e in _extracted(text).entities if e.label in labels)


def _entity(entity: Entity) -> Fact:
    said = {"kind": entity.kind, "actor": entity.actor, "status": entity.status, "type": entity.label}
    aliases = {f"alias {form}" for form in entity.aliases}
    return frozenset({entity.name, *_phrases({**said, **entity.details}), *aliases})


def _phrases(said: Mapping[str, object]) -> Iterator[str]:
    return (f"{key} {'-' if value is None else value}" for key, value in said.items())


def _bureaus(text: str) -> Iterator[Fact]:
    found = _extracted(text)
    yield from (_entity(e) for e in found.entities if e.label is Label.BUREAU)
    yield frozenset({f"reporter {found.bureau}", *(f"calls itself {name}" for name in found.self_names)})


def _components(text: str) -> Iterator[Fact]:
    return (frozenset({c.whole, f"{c.whole} = {' + '.join(c.parts)}"}) for c in _extracted(text).components)


def _observations(text: str) -> Iterator[Fact]:
    found = _extracted(text)
    return (_observation(found.document, row) for row in found.observations)


def _observation(document: Document, row: Observation) -> Fact:
    said = {"period": row.period, "actor": row.actor, "about": row.about, "status": row.status}
    whole = {"whole": None if row.whole is None else document.cut(row.whole), "bound": row.quantity.bound}
    return frozenset(
        {document.cut(row.span), f"{row.indicator} = {_amount(row.quantity)}", *_phrases({**said, **whole})}
    )


def _amount(quantity: Quantity) -> str:
    value, high = ("****" if each is None else f"{each.normalize():f}" for each in (quantity.value, quantity.high))
    return f"{value}{quantity.unit}" if quantity.high is None else f"{value}-{high}{quantity.unit}"


def _figures(text: str) -> Iterator[Fact]:
    """What counts by its words, and what does not with the reason."""
    document = document_from_text(text)
    for figure in figures(document.reading):
        words = document.cut(figure.span)
        yield frozenset(
            {words, f"bound {figure.quantity.bound}"} if figure.reason is None else {f"{words} = {figure.reason}"}
        )


def _relations(text: str) -> Iterator[Fact]:
    return _links(_extracted(text))


def _links(found: Extraction) -> Iterator[Fact]:
    return (frozenset({f"{r.subject} {r.predicate} {r.object}"}) for r in relations.find(found))


def _extracted(text: str) -> Extraction:
    return extract(document_from_text(text))


# ------------------------------------------------------------------ parts: the entities are given

LABELS = {
    "B": Label.BUREAU,
    "M": Label.MECHANISM,
    "O": Label.MECHANISM,
    "P": Label.PROGRAM,
    "L": Label.INSTRUMENT,
}
KINDS = {"M": "regime", "O": "body"}
MARK = re.compile(r"([BMOPL])⟨([^⟩]*)⟩")


def given(text: str) -> Extraction:
    """A report whose entities are the marked names: M⟨案管室⟩, O for a body; a name marked twice is one entity."""
    plain, places = "", []
    at = 0
    for m in MARK.finditer(text):
        plain += text[at : m.start()]
        places.append((m[1], m[2], len(plain)))
        plain += m[2]
        at = m.end()
    document = document_from_text(plain + text[at:])
    assert document.reading == document.text, "marks are placed in text that reading leaves as it is"
    groups: dict[tuple[Label, str], list[Mention]] = {}
    for letter, name, start in places:
        label, kind = LABELS[letter], KINDS.get(letter)
        mention = Mention(Span(start, start + len(name)), label, name, "given", kind)
        groups.setdefault((label, name), []).append(mention)
    entities = (
        Entity(label, name, mentions[0].kind, actor=SELF, mentions=tuple(mentions))
        for (label, name), mentions in groups.items()
    )
    return Extraction(document, None, entities=tuple(entities))


# ------------------------------------------------------------------ reading, periods, the ledger


def _each(words: Iterable[str]) -> Iterator[Fact]:
    return (frozenset({word}) for word in words)


def _read(text: str) -> Document:
    return document_from_text(text, unmasked=True)


def _sections(text: str) -> Iterator[Fact]:
    document = _read(text)
    return _each(f"{s.role} {s.number} {document.cut(s.title)}" for s in document.sections)


def _furniture(text: str) -> Iterator[Fact]:
    document = _read(text)
    return _each(document.cut(span) for span in document.furniture)


def _meta(text: str) -> Iterator[Fact]:
    fields = ("title", "publisher", "year", "published", "source")
    meta = _read(text).meta
    return _each(f"{field}={getattr(meta, field)}" for field in fields)


def _private(text: str) -> Iterator[Fact]:
    reading, _ = reading_of(text)
    return _each(reading[slice(*span)] for span in private_spans(reading))


def _periods(text: str) -> Iterator[Fact]:
    """Days by the key of an interval, in a report on 2021."""
    found = interval(text, 2021)
    return _each([found.key] if found else [])


def _ledger(rule: Rule, text: str) -> Iterator[Fact]:
    """The terms that a rule decides on, of a text without facts."""
    found = Extraction(document_from_text(text), None)
    rows = (row for row in ledger(found) if row.what == rule.gives["what"])
    return _each(
        found.document.cut(row.span) for row in rows if row.by == rule.name or (not rule.gives["reason"] and not row.by)
    )


TOLD: Mapping[str, Callable[[str], Iterable[Fact]]] = {
    "bureaus": _bureaus,
    "instruments": _entities(Label.INSTRUMENT),
    "honours": _entities(Label.HONOUR),
    "things": _entities(Label.MECHANISM, Label.PROGRAM),
    "components": _components,
    "observations": _observations,
    "subjects": _observations,
    "figures": _figures,
    "relations": _relations,
    "parts": lambda text: _links(given(text)),
    "text_marks": lambda text: _each([reading_of(text)[0]]),
    "text_sections": _sections,
    "text_furniture": _furniture,
    "text_meta": _meta,
    "text_mask": _private,
    "periods": _periods,
}
"""By rules file, what a text with an example in it holds; `ledger` is told by its rules."""
