"""basedOn: what the text says was issued, set up or carried out by a document (根据, 按照, 依据)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.parts import Named
from kg.extract.signs import Sign, Signs, rules_of
from kg.model import Label, Relation

BASIS = "basedOn"


def find(signs: Signs, headed: Mapping[int, Named]) -> Iterator[Relation]:
    """Documents named as a basis, with what the sentence then names as done by them, else the topic of its heading."""
    for rule in rules_of("relations", "basis"):
        for m in rule.matches(signs.text):
            documents = [s for s in signs.within(*m.span("documents")) if s.label is Label.INSTRUMENT]
            subject = _subject(signs, m.end(), headed, documents[0].section)
            for document in documents:
                if subject and subject.entity is not document.entity:
                    name = subject.entity.name
                    yield Relation(name, BASIS, document.entity.name, document.span, rule.name, (subject.span,))


def _subject(signs: Signs, end: int, headed: Mapping[int, Named], section: int) -> Sign | None:
    for rule in rules_of("relations", "based"):
        if m := rule.pattern.match(signs.text, end):
            return signs.within(*m.span("document" if m["document"] else "thing"))[0]
    return headed[section].sign if section in headed else None
