"""basedOn: what the text says was issued, set up or carried out by a document (根据, 按照, 依据)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.relations.arrangements import Named
from kg.extract.relations.signs import Sign, Signs
from kg.model import Label, Relation
from kg.ontology import rules_of

BASIS = "basedOn"


def find(signs: Signs, headed: Mapping[int, Named]) -> Iterator[Relation]:
    """Documents named as a basis, with what the sentence then names as done by them, else the topic of its heading."""
    for rule in rules_of("relations", "basis"):
        matches = list(rule.matches(signs.text))
        ends = [m.end() for m in matches]
        for n, m in enumerate(matches):
            documents = [s for s in signs.within(*m.span("documents")) if s.label is Label.INSTRUMENT]
            topic = _topic(headed, documents[0].section)
            named = _named(signs, ends[n:])
            for document in documents:
                subject = topic if topic and (named is None or _about(document, topic)) else named
                if subject and subject.entity is not document.entity:
                    name = subject.entity.name
                    yield Relation(name, BASIS, document.entity.name, document.span, rule.name, (subject.span,))


def _named(signs: Signs, ends: list[int]) -> Sign | None:
    """What stands in the sentence behind the first basis, or behind further ones (根据《甲》,依据《乙》,制定《丙》)."""
    for end in ends:
        if "。" in signs.text[ends[0] : end] or "\n" in signs.text[ends[0] : end]:
            return None
        for rule in rules_of("relations", "based"):
            if m := rule.pattern.match(signs.text, end):
                return signs.within(*m.span(m.lastgroup or 0))[0]
    return None


def _topic(headed: Mapping[int, Named], section: int) -> Sign | None:
    return headed[section].sign if section in headed else None


def _about(document: Sign, topic: Sign) -> bool:
    """Whether a document's title names the arrangement that the heading speaks of."""
    return any(form in document.entity.name for form in topic.entity.forms)
