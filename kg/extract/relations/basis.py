"""basedOn: what the text says was issued, set up or carried out by a document (根据, 按照, 依据)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.relations.signs import Sign, Signs
from kg.extract.relations.things import NamedThing
from kg.model import Label, Relation
from kg.ontology import any_of, rules_of

BASIS = "basedOn"
_REACH = 24
"""Signs before a basis in which the clause stands that it belongs to."""


def find(signs: Signs, headed: Mapping[int, NamedThing]) -> Iterator[Relation]:
    """Documents named as a basis, with what the sentence names as done by them, else the topic of its heading."""
    for rule in rules_of("relations", "basis"):
        matches = list(rule.matches(signs.text))
        ends = [m.end() for m in matches]
        for n, m in enumerate(matches):
            documents = [s for s in signs.within(*m.span("documents")) if s.label is Label.INSTRUMENT]
            topic = _topic(headed, documents[0].section)
            named = _named(signs, ends[n:]) or _begun(signs, m.start())
            for document in documents:
                by_title = topic is not None and (not named or _about(document, topic))
                subjects = (topic,) if topic and by_title else named
                yield from (_relation(s, document, rule.name) for s in subjects if s.entity is not document.entity)


def _relation(subject: Sign, document: Sign, rule: str) -> Relation:
    return Relation(subject.entity.name, BASIS, document.entity.name, document.span, rule, (subject.span,))


def _named(signs: Signs, ends: list[int]) -> tuple[Sign, ...]:
    """What stands in the sentence behind the first basis, or behind further ones (根据《甲》,依据《乙》,制定《丙》)."""
    for end in ends:
        if "。" in signs.text[ends[0] : end] or "\n" in signs.text[ends[0] : end]:
            return ()
        for rule in rules_of("relations", "based"):
            if m := rule.pattern.match(signs.text, end):
                return signs.within(*m.span(m.lastgroup or 0))
    return ()


def _begun(signs: Signs, start: int) -> tuple[Sign, ...]:
    """What the clause before is about, where it says no more than that it goes on: 推行柔性执法,按照《清单》处理."""
    for rule in rules_of("relations", "begun"):
        if m := rule.pattern.search(signs.text, max(0, start - _REACH), start):
            return signs.within(*m.span("thing"))
    return ()


def _topic(headed: Mapping[int, NamedThing], section: int) -> Sign | None:
    return headed[section].sign if section in headed else None


def _about(document: Sign, topic: Sign) -> bool:
    """Whether a document's title names the thing that the heading speaks of."""
    title = document.entity.name
    return any(_core(form) in title for form in topic.entity.forms)


def _core(name: str) -> str:
    """A name without the class word at its end, which a title may leave out."""
    return any_of("relations", "class").sub("", name) or name
