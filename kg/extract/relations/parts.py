"""partOf among arrangements: measures of the mechanism or program that a heading, a lead or the sentence names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from kg.extract.relations.signs import Sign, Signs
from kg.extract.scan import scan
from kg.model import Document, Label, Relation, Role
from kg.ontology import any_of, rules_of

PART = "partOf"
THINGS = frozenset({Label.MECHANISM, Label.PROGRAM})
_CLAUSE = re.compile(r"[,。;:!?\n]")
_SENTENCE = re.compile(r"[。;!?\n]")
_HOLDS = frozenset({None, "regime"})
"""Kinds (None: a program) whose heading holds to the section's end; a body or a method only opens its paragraph."""
_DOING = frozenset({"body", "method"})
"""Kinds that are parts of what a heading names also where no verb says that they are set up."""
_SECTION, _LEAD_ONLY, _SENTENCE_ONLY = "section", "lead", "sentence"
_UNDER_HEADING = "measure-under-heading"
_BROAD = 2
"""Headings of a higher level (一、) are about more than any arrangement they name."""
_LEAD = 40
"""Characters before a name in which the verb that governs it is looked for."""
_FEW = 24
"""Names of a sentence before a part among which its whole is looked for, so that a sentence of names stays cheap."""


class Named(NamedTuple):
    """A mechanism or program where the text names it: clause and sentence by where they start, and its verb.

    `use` is "makes" where a verb says that it is set up or carried out, "uses" where it only serves, else "".
    """

    sign: Sign
    clause: int
    sentence: int
    lead: str
    use: str
    titled: bool
    loose: bool
    grows: bool

    @property
    def opens(self) -> bool:
        """Whether it stands in its sentence's first clause with no other arrangement before it."""
        return self.clause == self.sentence and self.alone

    @property
    def alone(self) -> bool:
        """Whether no other arrangement stands before it in its clause."""
        return any_of("parts", "alone").match(self.lead) is not None

    @property
    def bare(self) -> bool:
        """Whether nothing stands before it in its clause but a point's number: 一是执法监督机制。"""
        return self.lead[-1:] in {"", "是"}

    @property
    def made(self) -> bool:
        """Whether the reporter, or one whom the text names, sets it up or carries it out here."""
        return self.use == "makes" and self.sign.entity.actor is not None and not self.loose

    @property
    def own(self) -> bool:
        """Whether it is a mechanism of the reporter, or of one whom the text names."""
        return self.sign.label is Label.MECHANISM and self.sign.entity.actor is not None and not self.loose

    @property
    def measure(self) -> bool:
        """Whether it can be a part of what the text speaks of."""
        return self.made and self.sign.label is Label.MECHANISM


def named(document: Document, signs: Signs) -> tuple[Named, ...]:
    """The mechanisms and programs of a report, place by place."""
    text = signs.text
    clauses = [0, *(m.end() for m in _CLAUSE.finditer(text))]
    sentences = [0, *(m.end() for m in _SENTENCE.finditer(text))]
    ways = {s.at for _, m in scan(text, "parts", "ways") for s in signs.within(*m.span())}
    every: list[Named] = []
    for sign in signs.every:
        if sign.label in THINGS:
            clause = clauses[bisect_right(clauses, sign.at) - 1]
            sentence = sentences[bisect_right(sentences, sign.at) - 1]
            lead = text[max(clause, sign.at - _LEAD) : sign.at]
            before = every[-1].use if every and every[-1].sentence == sentence else ""
            titled = document.sections[sign.section].title.covers(sign.span)
            loose = any_of("parts", "loose").match(text, sign.at + 1) is not None
            facet = sign.at == clause and any_of("parts", "facet").match(text, sign.at + 1) is not None
            made = facet or sign.at in ways
            use = "makes" if made else _use(lead, before)
            grows = any_of("parts", "grows").match(text, sign.at + 1) is not None
            every.append(Named(sign, clause, sentence, lead, use, titled, loose, grows))
    return tuple(every)


def _use(lead: str, before: str) -> str:
    """What the last verb before a name says of it; a name that goes on a list stands under the list's verb."""
    last = ""
    for rule in rules_of("parts", "governs"):
        for m in rule.pattern.finditer(lead):
            last = m.lastgroup or ""
    return before if not last and any_of("parts", "goes-on").match(lead) else last


def headings(places: tuple[Named, ...]) -> dict[int, Named]:
    """For each section whose heading or run-in title speaks of an arrangement, the place that names it."""
    found: dict[int, Named] = {}
    for place in places:
        if place.titled and (place.opens or (place.bare and place.grows)):
            found.setdefault(place.sign.section, place)
    return found


# ------------------------------------------------------------------ parts


@dataclass(frozen=True, slots=True)
class _Topic:
    """The arrangement that the text speaks of, and how far: to the section's end, for two sentences, in its clauses."""

    sign: Sign
    rule: str
    reach: str = _SECTION

    def holds(self, place: Named, signs: Signs) -> bool:
        """Whether a place still stands under the topic."""
        if place.sign.section != self.sign.section:
            return False
        between = signs.text[self.sign.at : place.sign.at]
        return self.reach == _SECTION or not (
            between.count("。") > 1 if self.reach == _LEAD_ONLY else any(c in between for c in "。;")
        )

    def takes(self, place: Named, signs: Signs) -> bool:
        """Whether a place is a part of it: a measure, or under a heading what else is the reporter's own."""
        if place.measure or self.rule != _UNDER_HEADING or not place.own:
            return place.measure
        kind, first = place.sign.entity.kind, signs.text.count("。", self.sign.at, place.sign.at) == 1
        if self.sign.entity.kind not in _HOLDS:
            return first and kind == self.sign.entity.kind == "body"
        if place.use == "uses":
            return first and kind in _DOING
        return kind in _DOING or (first and kind == "regime")


def find(document: Document, signs: Signs, places: tuple[Named, ...]) -> Iterator[Relation]:
    """Parts that the wording itself joins to their whole, then measures of what the text speaks of."""
    joined = [*_joined(signs), *_in_sentences(signs, places)]
    yield from joined
    done = {relation.span for relation in joined}
    headed = headings(places)
    topic: _Topic | None = None
    for place in places:
        planned = document.sections[place.sign.section].role is Role.PLANNED
        topic = topic if topic and topic.holds(place, signs) else None
        above = _above(document, headed, place)
        turn = _turn(place, topic, headed, above, signs)
        whole = topic or (_Topic(above, "point-under-heading") if above and place.titled else None)
        if planned and (topic is None or topic.rule != _UNDER_HEADING or not place.measure):
            topic = turn or topic
            continue
        fits = (
            (topic is not None and topic.takes(place, signs))
            or place.measure
            or (place.titled and place.bare and place.sign.label is Label.MECHANISM)
        )
        if topic and _listed(signs, topic.sign, place.sign):
            continue
        if whole and fits and (place.titled or not turn) and place.sign.span not in done:
            yield _relation(place.sign, whole.sign, whole.rule)
        topic = turn or topic


def _joined(signs: Signs) -> Iterator[Relation]:
    for rule, m in scan(signs.text, "parts", "part"):
        whole = next((s for s in signs.within(*m.span("whole")) if s.label in THINGS), None)
        for part in signs.within(*m.span("parts")):
            if whole and part.label is Label.MECHANISM:
                yield _relation(part, whole, rule.name)


def _in_sentences(signs: Signs, places: tuple[Named, ...]) -> Iterator[Relation]:
    """Rooms of a centre, bodies of a method: what the names of a sentence are shows it; the first whole counts."""
    for _, group in groupby(places, key=lambda place: place.sentence):
        row = list(group)
        for n, part in enumerate(row):
            pairs = ((whole, _pair(signs, whole, part)) for whole in row[max(0, n - _FEW) : n])
            found = next(((whole, rule) for whole, rule in pairs if rule), None)
            if found and not part.titled:
                yield _relation(part.sign, found[0].sign, found[1])


def _pair(signs: Signs, whole: Named, part: Named) -> str | None:
    """The rule by which one name is the whole of another, if any."""
    between = signs.text[whole.sign.at + 1 : part.sign.at]
    apart = whole.sign.entity is not part.sign.entity and not _listed(signs, whole.sign, part.sign)
    if not apart or ";" in between or part.sign.label is not Label.MECHANISM:
        return None
    names = f"{whole.sign.entity.name}←{part.sign.entity.name}"
    rules = (r for r in rules_of("parts", "pair") if r.gives["kind"] == part.sign.entity.kind)
    return next((r.name for r in rules if (part.made or not r.gives["made"]) and r.pattern.fullmatch(names)), None)


def _above(document: Document, headed: Mapping[int, Named], place: Named) -> Sign | None:
    """What the heading over a place's own section speaks of."""
    parent = document.sections[place.sign.section].parent
    if parent is None or parent not in headed or document.sections[parent].level < _BROAD:
        return None
    return headed[parent].sign


def _turn(
    place: Named, topic: _Topic | None, headed: Mapping[int, Named], above: Sign | None, signs: Signs
) -> _Topic | None:
    """The topic that a place turns the text to, if it does."""
    sign = place.sign
    if headed.get(sign.section) is place:
        return _Topic(sign, _UNDER_HEADING, _SECTION if sign.entity.kind in _HOLDS else _LEAD_ONLY)
    if place.titled or not place.made:
        return None
    if sign.label is Label.PROGRAM and place.alone and (place.opens or topic is None):
        return _Topic(sign, "measure-of-program", _SENTENCE_ONLY)
    if above and place.opens and sign.entity is above.entity:
        return _Topic(sign, _UNDER_HEADING)
    ends = signs.text.startswith("。", sign.at + 1) and any(
        rule.pattern.search(sign.entity.name) for rule in rules_of("parts", "broad")
    )
    return _Topic(sign, "measure-after-lead", _LEAD_ONLY) if topic is None and ends else None


def _listed(signs: Signs, one: Sign, other: Sign) -> bool:
    """Whether two names stand in one list, as equals."""
    between = signs.text[one.at + 1 : other.at]
    return any_of("parts", "list").fullmatch(between) is not None


def _relation(part: Sign, whole: Sign, rule: str) -> Relation:
    return Relation(part.entity.name, PART, whole.entity.name, part.span, rule, (whole.span,))
