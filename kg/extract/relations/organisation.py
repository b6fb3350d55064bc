"""Who stands over the reporter, and what is part of what, among the bureaus that a report names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import kg.places as places
from kg.extract.bureaus.identity import NATIONAL, Key, Reporter, noted_key, reporter_of
from kg.extract.bureaus.owners import LEVELS, begins
from kg.extract.relations.signs import LINKS
from kg.model import Entity, Extraction, Label, Mention, Relation, Span
from kg.ontology import any_of, lexicon, rules_of

SUPERIOR, PART = "superiorOf", "partOf"
_REACH = 40
"""Characters behind an organ's name in which it is said to lead or decide."""
_HEAD = 600
"""Characters at the beginning in which the report is addressed to somebody."""
_LINES = "厅局部处"
"""How organs of one line end at its levels."""


def find(found: Extraction) -> tuple[Relation, ...]:
    """superiorOf and partOf between the bureaus of a report, each with the mention that shows it."""
    who = reporter_of(found.bureau, found.document.meta.year)
    if who.key is None:
        return ()
    named = [e for e in found.entities if e.label is Label.BUREAU and e.mentions and e.name != who.name]
    bureaus = [(noted_key(e), e) for e in named]
    return (*_superiors(found, who, bureaus), *_subordinates(who, bureaus), *_parts(who, bureaus))


def ranks(found: Extraction, lines: tuple[Relation, ...]) -> frozenset[str]:
    """Names of the bureaus over the reporter and within it: those that direct it, and its own units."""
    who = reporter_of(found.bureau, found.document.meta.year)
    linked = {r.subject for r in lines if r.object == who.name}
    bureaus = ((e.name, noted_key(e)) for e in found.entities if e.label is Label.BUREAU)
    return frozenset(
        linked | {name for name, k in bureaus if not k.unit and k.organ in _leading() and _over(k.place, who)}
    )


def _relation(subject: str, predicate: str, object_: str, mention: Mention, rule: str) -> Relation:
    return Relation(subject, predicate, object_, mention.span, rule)


def _superiors(found: Extraction, who: Reporter, bureaus: list[tuple[Key, Entity]]) -> Iterator[Relation]:
    name = who.name or ""
    for key, entity in bureaus:
        leads = key.unit if key.unit else key.organ
        if who.key and key[:2] == who.key[:2]:
            continue
        if not key.unit and _same_line(who, key) and _above(key.place, who):
            yield _relation(entity.name, SUPERIOR, name, entity.mentions[0], "superior-in-line")
        elif name.startswith(entity.name):
            yield _relation(entity.name, SUPERIOR, name, entity.mentions[0], "superior-in-name")
        elif leads in _leading() and (shown := _leads(found, entity)) and _over(key.place, who):
            yield _relation(entity.name, SUPERIOR, name, shown, "superior-leads")


@cache
def _leading() -> frozenset[str]:
    return frozenset(organ for rule in rules_of("bureaus", "led") for organ in rule.gives["organs"])


def _same_line(who: Reporter, key: Key) -> bool:
    """公安局, 公安厅 and 公安部 are one line, 人民政府 is one."""
    own = who.key.organ if who.key else ""
    return key.organ == own or (own[-1:] in _LINES and key.organ[-1:] in _LINES and key.organ[:-1] == own[:-1])


def _above(place: str, who: Reporter) -> bool:
    """Whether a place lies above the reporter's: national, or a division that holds it."""
    if place == NATIONAL:
        return True
    if place == who.place or (place and who.place.removeprefix(place) in LEVELS):  # 滨河 of 滨河区
        return False
    return places.contains(place, who.code) if who.code else bool(place) and place in who.place


def _over(place: str, who: Reporter) -> bool:
    return place == who.place or _above(place, who) or not place[:6].isdigit()


def _leads(found: Extraction, entity: Entity) -> Mention | None:
    """The first mention in the line that addresses the report, or behind which the organ is said to lead or decide."""
    text = found.document.reading
    addressed = next(any_of("relations", "addressed").finditer(text, 0, _HEAD), None)
    for mention in entity.mentions:
        if addressed and Span(*addressed.span()).covers(mention.span):
            return mention
        after = text[mention.span.end : mention.span.end + _REACH]
        if begins("led", after):
            return mention
    return None


def _subordinates(who: Reporter, bureaus: list[tuple[Key, Entity]]) -> Iterator[Relation]:
    """Bureaus of the reporter's own line further down: the branches and county bureaus of a city."""
    for (place, organ, unit), entity in bureaus:
        below = who.code is not None and place[:6].isdigit() and places.contains(who.place, place[:6])
        if not unit and who.key and organ == who.key.organ and below and place != who.place:
            yield _relation(who.name or "", SUPERIOR, entity.name, entity.mentions[0], "subordinate-in-line")


def _parts(who: Reporter, bureaus: list[tuple[Key, Entity]]) -> Iterator[Relation]:
    """Units of the reporter, units of other bureaus, and offices named after their body."""
    bodies = dict(bureaus)
    named: defaultdict[str, list[tuple[Key, Entity]]] = defaultdict(list)
    for key, entity in bureaus:
        for form in entity.forms:
            named[form].append((key, entity))
    for key, entity in bureaus:
        body = Key(key.place, key.organ)
        if LINKS.says("apart", entity.name):
            continue
        if key.unit and who.key and body == who.key:
            yield _relation(entity.name, PART, who.name or "", entity.mentions[0], "part-unit")
        elif key.unit and body in bodies:
            yield _relation(entity.name, PART, bodies[body].name, entity.mentions[0], "part-unit")
        elif who.key and key.place == who.place and who.key.organ.startswith(_line_of().get(key.organ, "-")):
            yield _relation(entity.name, PART, who.name or "", entity.mentions[0], "part-of-line")
        elif (whole := _named_after(entity, key, named)) is not None:
            yield _relation(entity.name, PART, whole.name, entity.mentions[0], "part-by-name")


@cache
def _line_of() -> Mapping[str, str]:
    """Bodies with a name of their own, and the department that they belong to: 公证处, 司法局."""
    return {row["unit"]: row["line"] for row in lexicon("organ_lines")}


def _named_after(entity: Entity, key: Key, named: Mapping[str, list[tuple[Key, Entity]]]) -> Entity | None:
    """The body whose name an office begins with (市委 of 市委政法委), the longest first; never one of the same line."""
    for size in range(len(entity.name) - 1, 0, -1):
        for its, body in reversed(named.get(entity.name[:size], ())):
            if its.organ != key.organ and body is not entity:
                return body
    return None
