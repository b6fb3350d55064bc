"""Where a report names its mechanisms and programs, what is said of them there, and which headings speak of one."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

from kg.extract.gather import THINGS
from kg.extract.relations.signs import PARTS, Sign, Signs
from kg.extract.scan import scan
from kg.marks import CLAUSE_END
from kg.model import Document, Label, Role
from kg.ontology import any_of, rules_of

_SENTENCE = re.compile(r"[。;!?\n]")
"""What ends a sentence, or a part of one that stands by itself, as the parts of a list of measures do."""
_LEAD = 40
"""Characters before a name in which the verb that governs it is looked for."""


class NamedThing(Struct, frozen=True):
    """A mechanism or program where the text names it: clause and sentence by where they start, and its verb.

    `use` is "makes" where a verb says that it is set up or carried out, "uses" where it only serves, else "".
    """

    sign: Sign
    clause: int
    sentence: int
    lead: str
    use: str
    role: Role
    titled: bool
    loose: bool
    grows: bool
    row: bool

    @property
    def opens(self) -> bool:
        """Whether it stands in its sentence's first clause with no other thing before it."""
        return self.clause == self.sentence and self.alone

    @property
    def alone(self) -> bool:
        """Whether no other thing stands before it in its clause."""
        return PARTS.begins("alone", self.lead)

    @property
    def bare(self) -> bool:
        """Whether nothing stands before it in its clause: 一是执法监督机制。"""
        return self.lead in {"", "是"}

    @property
    def program(self) -> bool:
        """Whether it is a program."""
        return self.sign.entity.label is Label.PROGRAM

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


def named(document: Document, signs: Signs) -> tuple[NamedThing, ...]:
    """The mechanisms and programs of a report, place by place; a section's number is no part of its first clause."""
    text = signs.text
    clauses = [0, *[m.end() for m in CLAUSE_END.finditer(text)]]
    sentences = [0, *[m.end() for m in _SENTENCE.finditer(text)]]
    begins = [signs.place(section.title.start) for section in document.sections]
    ways = {s.at for _, m in scan(text, "parts", "ways") for s in signs.within(*m.span())}
    told = any_of("parts", *_BEHIND)
    every: list[NamedThing] = []
    for sign in signs.every:
        if sign.entity.label not in THINGS:
            continue
        section = document.sections[sign.section]
        clause = max(clauses[bisect_right(clauses, sign.at) - 1], begins[sign.section])
        sentence = max(sentences[bisect_right(sentences, sign.at) - 1], begins[sign.section])
        lead = text[max(clause, sign.at - _LEAD) : sign.at]
        behind = _behind(text, sign.at + 1) if told.match(text, sign.at + 1) else _NOTHING
        facet = sign.at == clause and PARTS.begins("facet", text, sign.at + 1)
        before = every[-1].use if every and every[-1].sentence == sentence else ""
        use = "makes" if facet or sign.at in ways else _use(lead, before)
        titled = section.title.covers(sign.span)
        every.append(NamedThing(sign, clause, sentence, lead, use, section.role, titled, *behind))
    return tuple(every)


_BEHIND = ("loose", "grows", "row")
"""Roles of rules that tell something of a name by what stands right behind it: the last fields of Named."""
_NOTHING = (False, False, False)


def _behind(text: str, at: int) -> tuple[bool, ...]:
    return tuple([PARTS.begins(role, text, at) for role in _BEHIND])


def _use(lead: str, before: str) -> str:
    """What the last verb before a name says of it; a name that goes on a list stands under the list's verb."""
    last = ""
    for rule in rules_of("parts", "governs"):
        if verbs := rule.pattern.findall(lead):
            last = "uses" if verbs[-1] in rule.gives["uses"] else "makes"
    return before if not last and PARTS.begins("goes-on", lead) else last


def headings(places: tuple[NamedThing, ...]) -> dict[int, NamedThing]:
    """For each section whose heading or run-in title speaks of a thing, the place that names it.

    It is the one that the title begins with; or a program that any of its clauses says is carried out. What a section
    on shortcomings names is not spoken of as a whole, and a national model has no parts in a report.
    """
    found: dict[int, NamedThing] = {}
    for place in places:
        if not place.titled or place.role is Role.GAP or PARTS.says("national", place.sign.entity.name):
            continue
        first = found.get(place.sign.section)
        opens = first is None and (place.opens or (place.bare and place.grows))
        carried = place.program and place.alone and place.use == "makes" and (first is None or _idle(first))
        if opens or carried:
            found[place.sign.section] = place
    return found


def _idle(first: NamedThing) -> bool:
    """Whether a program that opens a title is only called out there: 简政放权,深化“放管服”改革."""
    return first.program and first.bare and not first.grows
