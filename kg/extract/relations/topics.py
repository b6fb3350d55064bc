"""What a report speaks of, place by place: the thing of a heading, of a paragraph's lead, of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from kg.extract.relations.signs import PARTS, Sign, Signs
from kg.extract.relations.things import NamedThing
from kg.model import Document, Label
from kg.ontology import any_of

_HOLDS = frozenset({None, "regime"})
"""Kinds (None: a program) whose heading holds to the section's end; a body or a method only opens its paragraph."""
_DOING = frozenset({"body", "method"})
"""Kinds that are parts of what a heading names also where no verb says that they are set up."""
_BROAD = 2
"""Headings of a higher level (一、) are about more than any thing they name."""
_GAP = 8
"""Characters between a heading and its first point, where the heading has no text of its own."""


class TopicRule(StrEnum):
    """What makes a topic, by the name of the rule that its parts are told by."""

    HEADING = "measure-under-heading"
    HIGHER = "measure-under-higher-heading"
    POINT = "point-under-heading"
    LEAD = "measure-after-lead"
    PROGRAM = "measure-of-program"


class Reach(StrEnum):
    """How far a topic reaches, the nearest first: its clauses up to 。 or ;, two sentences, paragraph, section."""

    SENTENCE = "sentence"
    LEAD = "lead"
    PARAGRAPH = "paragraph"
    SECTION = "section"


_NEAREST = tuple(Reach)


class Topic(Struct, frozen=True):
    """The thing that the text speaks of, how far, and whether it is the first of a row of them."""

    sign: Sign
    rule: TopicRule
    reach: Reach = Reach.SECTION
    row: bool = False

    def holds(self, place: NamedThing, signs: Signs) -> bool:
        """Whether a place still stands under the topic."""
        if place.sign.section != self.sign.section:
            return False
        if self.reach is Reach.SECTION:
            return True
        between = signs.text[self.sign.at : place.sign.at]
        if self.reach is Reach.PARAGRAPH:
            return "\n" not in between
        return between.count("。") < 2 if self.reach is Reach.LEAD else not any(c in between for c in "。;")

    def takes(self, place: NamedThing, signs: Signs) -> bool:
        """Whether a place is a part of it: a measure, or under a heading what else is the reporter's own."""
        kind = place.sign.entity.kind
        if self._beside(place, signs) and kind not in _DOING:
            return False
        if place.measure or not place.own:
            beside = self.reach is Reach.SENTENCE and "," not in signs.text[self.sign.at : place.sign.at]
            return place.measure and not beside
        if self.rule is TopicRule.HIGHER or self.reach is Reach.PARAGRAPH:
            return place.use != "uses" and kind in _DOING
        if self.rule is not TopicRule.HEADING:
            return False
        first = signs.text.count("。", self.sign.at, place.sign.at) == 1
        if self.sign.entity.kind not in _HOLDS:
            return first and kind == self.sign.entity.kind == "body"
        if place.use == "uses":
            return first and kind == "method"
        return kind in _DOING or (first and kind == "regime")

    def _beside(self, place: NamedThing, signs: Signs) -> bool:
        """Whether a mechanism that a heading speaks of has a place beside it in the heading's own sentence."""
        headed = self.rule is TopicRule.HEADING and self.sign.label is Label.MECHANISM
        return headed and "。" not in signs.text[self.sign.at : place.sign.at]


class Topics:
    """The topics of a report as its places go by."""

    def __init__(self, document: Document, signs: Signs, headed: Mapping[int, NamedThing]) -> None:
        self._document, self._signs, self._headed = document, signs, headed
        self._open: dict[Reach, Topic] = {}
        self._higher: dict[int, Sign | None] = {}

    def at(self, place: NamedThing) -> tuple[Topic | None, Topic | None]:
        """What a place stands under, the nearest topic that holds; and the topic that it turns the text to itself."""
        topic = None
        if self._open:
            self._open = {reach: topic for reach, topic in self._open.items() if topic.holds(place, self._signs)}
            topic = next((self._open[reach] for reach in _NEAREST if reach in self._open), None)
        above = self._above(place)
        turn = self._turn(place, topic, above)
        if topic is None and (higher := self._over(place.sign.section)):
            topic = Topic(higher, TopicRule.HIGHER)
        if topic is None and above and place.titled:
            topic = Topic(above, TopicRule.POINT)
        if turn:
            self._open[turn.reach] = turn
        return topic, turn

    def _turn(self, place: NamedThing, topic: Topic | None, above: Sign | None) -> Topic | None:
        """The topic that a place turns the text to, if it does."""
        sign = place.sign
        if self._headed.get(sign.section) is place:
            reach = Reach.SECTION if sign.entity.kind in _HOLDS else Reach.LEAD
            return Topic(sign, TopicRule.HEADING, reach, place.row)
        if place.titled:
            return None
        thread = place.program and self._behind("thread", place)
        if not (thread or place.made):
            return None
        if place.program and place.alone and self._leads(place):
            return Topic(sign, TopicRule.LEAD, Reach.PARAGRAPH)
        opens = thread or place.opens or topic is None
        if place.program and place.alone and opens and (thread or _has_measures(place, topic)):
            return Topic(sign, TopicRule.PROGRAM, Reach.SENTENCE)
        if above and place.opens and sign.entity is above.entity:
            return Topic(sign, TopicRule.HEADING)
        ends = self._signs.text.startswith("。", sign.at + 1) and PARTS.says("broad", sign.entity.name)
        return Topic(sign, TopicRule.LEAD, Reach.LEAD) if topic is None and ends else None

    def _leads(self, place: NamedThing) -> bool:
        """Whether a sentence that says no more than that a program goes on opens a paragraph: 深化“放管服”改革。"""
        text, start = self._signs.text, place.sentence
        begins = start == 0 or text[start - 1] == "\n"
        return begins and self._behind("ends", place)

    def _behind(self, role: str, place: NamedThing) -> bool:
        """Whether what a rule of a role says stands right behind a place."""
        return PARTS.begins(role, self._signs.text, place.sign.at + 1)

    def _above(self, place: NamedThing) -> Sign | None:
        """What the heading over a place's own section speaks of."""
        parent = self._document.sections[place.sign.section].parent
        if parent is None or parent not in self._headed or self._document.sections[parent].level < _BROAD:
            return None
        return self._headed[parent].sign

    def _over(self, section: int) -> Sign | None:
        """The program that a heading over a section's own speaks of, looked up once a section."""
        if section not in self._higher:
            self._higher[section] = self._find_over(section)
        return self._higher[section]

    def _find_over(self, section: int) -> Sign | None:
        """The program of the nearest heading that names a thing, unless one below turns to another field.

        A heading that has text of its own before its first point tells its measures there.
        """
        sections, at = self._document.sections, section
        fields: list[str] = []
        while at not in self._headed:
            parent = sections[at].parent
            if parent is None:
                return None
            fields += any_of("parts", "elsewhere").findall(self._document.reading, *sections[at].title)
            at = parent
        over = self._headed[at]
        bare = at + 1 < len(sections) and sections[at + 1].span.start - sections[at].title.end < _GAP
        turned = any(field not in over.sign.entity.name for field in fields)
        return over.sign if over.program and bare and not turned and at != section else None


def _has_measures(place: NamedThing, topic: Topic | None) -> bool:
    """Whether a sentence may go on with the measures of the program that it names.

    It does not with those of one in a row of programs, nor with those of a general campaign; and what stands under a
    reform, or under a program that leads the paragraph, is that one's.
    """
    if place.row or PARTS.says("general", place.sign.entity.name):
        return False
    if topic is None or topic.reach is Reach.PARAGRAPH:
        return topic is None
    return topic.row or not PARTS.says("reform", topic.sign.entity.name)
