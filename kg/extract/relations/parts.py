"""partOf among things: measures of the mechanism or program that a heading, a lead or the sentence names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from kg.extract.gather import THINGS
from kg.extract.relations.signs import PARTS, Sign, Signs
from kg.extract.relations.things import NamedThing
from kg.extract.relations.topics import Topic, TopicRule, Topics
from kg.extract.scan import scan
from kg.model import Document, Label, Relation, Role
from kg.ontology import Rule, rules_of

PART = "partOf"
_FEW = 24
"""Names of a sentence before a part among which its whole is looked for, so that a sentence of names stays cheap."""
_PROMISED = frozenset({TopicRule.HEADING, TopicRule.HIGHER, TopicRule.LEAD})
"""Rules that hold in plans as well: there, a sentence lists things to do side by side."""


def find(
    document: Document, signs: Signs, places: tuple[NamedThing, ...], headed: Mapping[int, NamedThing]
) -> Iterator[Relation]:
    """Parts that the wording itself joins to their whole, then measures of what the text speaks of."""
    joined = [*_joined(signs), *_in_sentences(signs, places)]
    yield from joined
    done = {relation.span for relation in joined}
    topics = Topics(document, signs, headed)
    for place in places:
        topic, turn = topics.at(place)
        if topic and (place.titled or not turn) and place.sign.span not in done and _takes(topic, place, signs):
            yield _relation(place.sign, topic.sign, topic.rule)


def _takes(topic: Topic, place: NamedThing, signs: Signs) -> bool:
    """Whether a place is a part of the topic that it stands under."""
    if place.role is Role.PLANNED and not (topic.rule in _PROMISED and place.measure):
        return False
    if topic.sign.entity.kind == "platform":
        return False
    point = place.titled and place.bare and place.sign.label is Label.MECHANISM
    if not (point or topic.takes(place, signs)) or _never(topic.sign, place.sign):
        return False
    return topic.rule is TopicRule.POINT or not _listed(signs, topic.sign, place.sign)


def _never(whole: Sign, part: Sign) -> bool:
    """Whether the names of two things speak against it that one is part of the other."""
    return PARTS.is_whole("never", f"{whole.entity.name}←{part.entity.name}")


def _joined(signs: Signs) -> Iterator[Relation]:
    for rule, m in scan(signs.text, "parts", "part"):
        whole = next((s for s in signs.within(*m.span("whole")) if s.label in THINGS), None)
        for part in signs.within(*m.span("parts")):
            if whole and part.label is Label.MECHANISM:
                yield _relation(part, whole, rule.name)


def _in_sentences(signs: Signs, places: tuple[NamedThing, ...]) -> Iterator[Relation]:
    """Rooms of a centre, bodies of a method: what the names of a sentence are shows it; the first whole counts."""
    rules: defaultdict[str | None, list[Rule]] = defaultdict(list)
    for rule in rules_of("parts", "pair"):
        rules[rule.gives["kind"]].append(rule)
    for _, group in groupby(places, key=attrgetter("sentence")):
        row = list(group)
        for n, part in enumerate(row):
            if n == 0 or part.titled or part.sign.entity.kind not in rules or part.sign.label is not Label.MECHANISM:
                continue
            for whole in row[max(0, n - _FEW) : n]:
                if fits := _pair(signs, whole, part, rules[part.sign.entity.kind], opens=whole is row[0]):
                    yield _relation(part.sign, whole.sign, fits.name)
                    break


def _pair(signs: Signs, whole: NamedThing, part: NamedThing, rules: Iterable[Rule], *, opens: bool) -> Rule | None:
    """Of the rules for a part's kind that by which one name is the whole of another, if any.

    `opens`: the first begins the sentence's names.
    """
    between = signs.text[whole.sign.at + 1 : part.sign.at]
    if whole.sign.entity is part.sign.entity or ";" in between or _listed(signs, whole.sign, part.sign):
        return None
    names = f"{whole.sign.entity.name}←{part.sign.entity.name}"
    made = part.made and opens and not whole.row
    follows = "Ⓜ" not in between and "Ⓟ" not in between
    for rule in rules:
        fits = (made or not rule.gives["made"]) and (follows or not rule.gives.get("next"))
        if fits and rule.pattern.fullmatch(names):
            return rule
    return None


def _listed(signs: Signs, one: Sign, other: Sign) -> bool:
    """Whether two names stand in one list, as equals."""
    between = signs.text[one.at + 1 : other.at]
    return PARTS.is_whole("list", between)


def _relation(part: Sign, whole: Sign, rule: str) -> Relation:
    return Relation(part.entity.name, PART, whole.entity.name, part.span, rule, (whole.span,))
