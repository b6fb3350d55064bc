"""partnersWith: bureaus that do a named thing together, the reporter, else the first named, with each of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from kg.extract.relations.signs import LINKS, Sign, Signs
from kg.extract.scan import scan
from kg.model import SELF, Entity, Extraction, Label, Relation
from kg.ontology import rules_of

_REACH = 13
"""Signs before partners in which the bureau stands that acts."""
PARTNER = "partnersWith"
_ENDS = "。;!?\n"


def find(found: Extraction, signs: Signs, ranks: frozenset[str]) -> Iterator[Relation]:
    """Every pair that the text shows at work together; `ranks` are the bureaus over the reporter and within it."""
    own = found.named(SELF, Label.BUREAU)
    for rule, m in scan(signs.text, "relations", "partners"):
        led = bool(rule.gives.get("led"))
        subject = _subject(signs, m, ranks) if led else ()
        group = [*subject, *_bureaus(signs, *m.span("organs"))]
        head = _head(own, group, acts=led and not subject)
        for sign in group:
            if head and _together(head, sign.entity) and not (led and head is own and sign.entity.name in ranks):
                yield _pair(head, sign, group, rule.name)
    yield from _issuers(signs, own)
    yield from _inside(found.document.reading, signs, own)


def _inside(reading: str, signs: Signs, own: Entity | None) -> Iterator[Relation]:
    """Partners within the name of a mechanism: 与县检察院的“月通报、季会商”检警协作机制."""
    for _, names in groupby(signs.inner, key=lambda sign: sign.at):
        end = -1
        for name in names:
            start = name.span.start
            begins = any(r.pattern.search(reading, max(0, start - 2), start) for r in rules_of("relations", "inside"))
            if name.label is not Label.BUREAU or not (begins or (0 <= start - end <= 1)):
                continue
            end = name.span.end
            outer = signs.within(name.at, name.at + 1)[0]
            if own and outer.label is Label.MECHANISM and _together(own, name.entity):
                yield _pair(own, name, [], "partners-in-a-name")


def _subject(signs: Signs, match: re.Match[str], ranks: frozenset[str]) -> tuple[Sign, ...]:
    """Who acts with the organs of a match: its own group, else the bureau shortly before it in the clause.

    Else one that acts in an earlier clause of the sentence, unless it stands over the reporter or within it.
    """
    if match.groupdict().get("subject"):
        return _bureaus(signs, *match.span("subject"))
    for rule in rules_of("relations", "subject"):
        if before := rule.pattern.search(signs.text, max(0, match.start() - _REACH), match.start()):
            return _bureaus(signs, *before.span())
    begins = max(signs.text.rfind(end, 0, match.start()) for end in _ENDS) + 1
    acting = [m for rule in rules_of("relations", "acts") for m in rule.matches(signs.text, begins, match.start())]
    last = _bureaus(signs, *acting[-1].span()) if acting else ()
    return () if last and last[0].entity.name in ranks else last


def _issuers(signs: Signs, own: Entity | None) -> Iterator[Relation]:
    """Those in whose names a title begins: 甲县公安局 甲县司法局关于…的通告."""
    for title, names in groupby(signs.inner, key=lambda sign: sign.at):
        group: list[Sign] = []
        outer = signs.within(title, title + 1)[0]
        end = outer.span.start + 1
        for name in names:
            if outer.label is Label.INSTRUMENT and name.label is Label.BUREAU and end - 1 <= name.span.start <= end + 1:
                group.append(name)
                end = name.span.end
        head = _head(own, group, acts=False)
        yield from (_pair(head, name, group, "joint-title") for name in group if head and name.entity is not head)


def _bureaus(signs: Signs, start: int, end: int) -> tuple[Sign, ...]:
    return tuple(sign for sign in signs.within(start, end) if sign.label is Label.BUREAU)


def _head(own: Entity | None, group: list[Sign], *, acts: bool) -> Entity | None:
    """Whose partners the others are: the reporter if it is among them or `acts` unnamed, else the first named."""
    if own and (acts or any(sign.entity is own for sign in group)):
        return own
    return group[0].entity if group else None


def _together(one: Entity, other: Entity) -> bool:
    """Whether two can be partners: not where a committee or a government, which direct, is named first."""
    return one is not other and not _directs(one)


def _directs(entity: Entity) -> bool:
    organ = entity.details.get("organ", "")
    return "unit" not in entity.details and LINKS.is_whole("directs", organ)


def _pair(head: Entity, other: Sign, group: list[Sign], rule: str) -> Relation:
    support = tuple(sign.span for sign in group if sign.entity is head)[:1]
    return Relation(head.name, PARTNER, other.entity.name, other.span, rule, support)
