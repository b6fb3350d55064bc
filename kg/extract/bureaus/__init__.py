"""Bureaus: who reports, and every organ that the report names, each once, under its fullest name.

`organs` finds names of organs by their terms, with `stems` and `owners` for what stands before these; `identity` tells
which organ a name means in this report; `matcher` tells other kinds of facts which organs are named beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.bureaus.identity import Identity, Key, Reporter, kind_of, reporter_of, settled
from kg.extract.bureaus.organs import Organ, organs, rule_of
from kg.extract.bureaus.stems import proper_start
from kg.extract.scan import matches, scan
from kg.model import Document, Entity, Extraction, Label, Mention, Span
from kg.ontology import rules_of

_OPENING, _HEAD, _TAIL = 1500, 400, 120
"""Characters in which the sentence that leads to the report stands, of the head, and of the signature at the end."""
_LONGEST_TITLE, _TITLE = 80, 40
"""Characters of a first line that is the title, and of the title where the first line is longer."""
_LIST_REACH = 54
"""Characters before a class word in which the names stand that share it."""
_BY_FUNCTION = rule_of("department")


def reporter(document: Document) -> Extraction:
    """An Extraction that knows who reports: the publisher, else whom the text itself gives as its author."""
    named = organs(document.reading, document.furniture)
    name = trimmed(document.meta.publisher) or infer(document, named)
    who = reporter_of(name, document.meta.year)
    forms = (
        m.name for key, m in _mentions(document.reading, document.furniture, who, document.meta.year) if key == who.key
    )
    return Extraction(document, name, tuple(dict.fromkeys(f for f in forms if f != name)))


def find(found: Extraction) -> tuple[Entity, ...]:
    """The organs that a report names; the reporter is always one of them where it is known."""
    document = found.document
    who = reporter_of(found.bureau, document.meta.year)
    groups: dict[Key, list[Mention]] = {who.key: []} if who.key else {}
    for key, mention in _mentions(document.reading, document.furniture, who, document.meta.year):
        groups.setdefault(key, []).append(mention)
    own = groups.pop(who.key, []) if who.key else []
    entities = [_entity(found.bureau, who.key, own)] if found.bureau and who.key else []
    return (*entities, *(_entity(None, key, group) for key, group in groups.items()))


def _entity(name: str | None, key: Key, mentions: list[Mention]) -> Entity:
    """`details` keep the identity (place, organ, unit) for what asks for it later."""
    forms = tuple(dict.fromkeys(m.name for m in mentions))
    best = name or _fullest(forms, {m.name for m in mentions if m.rule == _BY_FUNCTION})
    ordered = tuple(sorted(mentions, key=lambda m: m.span))
    kind = next((m.kind for m in ordered if m.name == best), ordered[0].kind if ordered else None)
    aliases = tuple(f for f in forms if f != best)
    details = {part: value for part, value in key._asdict().items() if value}
    return Entity(Label.BUREAU, best, kind or reporter_of(best).kind, aliases, mentions=ordered, details=details)


def _fullest(forms: tuple[str, ...], by_function: set[str]) -> str:
    """The longest form; one that only adds a character to another (党委会), or names a function, comes last."""
    return max(forms, key=lambda form: (form not in by_function, form[:-1] not in forms, len(form)))


@lru_cache(maxsize=1)
def _mentions(
    reading: str, furniture: tuple[Span, ...], who: Reporter, year: int | None
) -> tuple[tuple[Key, Mention], ...]:
    """Every mention with the key of what it means, in order of the text; kept, for a report is asked for it twice."""
    named = organs(reading, furniture)
    identity = Identity(who, year)
    counted = [o for o in named if _counts(o, who)]
    taken = {o.span.start for o in counted}
    listed = [*_listed(reading, who), *(p for p in _among(reading) if p[1].span.start not in taken)]
    keys = [identity.key(o) for o in counted]
    same = settled([*keys, *(k for k, _ in listed)], who)
    pairs = [(same[k], _mention(o, who)) for k, o in zip(keys, counted, strict=True)]
    pairs += [(same[k], m) for k, m in listed]
    pairs += [(who.key, m) for m in _spoken(reading, who, named) if who.key]
    return tuple(sorted(pairs, key=lambda pair: pair[1].span))


def _mention(organ: Organ, who: Reporter) -> Mention:
    return Mention(organ.span, Label.BUREAU, organ.name, organ.rule, kind_of(organ, who))


def _counts(organ: Organ, who: Reporter) -> bool:
    """Whether a place names one organ: 我局 needs a reporter, 分局 alone one that is a branch."""
    if organ.term.use == "self":
        return who.key is not None
    root = organ.root
    if root.bare and (root is organ or root.term.use == "branch"):
        return root.term.use == "branch" and who.is_branch(root.name)
    return True


def _listed(reading: str, who: Reporter) -> Iterator[tuple[Key, Mention]]:
    """Stations that share their class word: 昌元、昌州等6个派出所."""
    (items,) = rules_of("bureaus", "listed")
    for rule in rules_of("bureaus", "list"):
        for match in matches(reading, rule):
            row = items.pattern.search(reading, max(0, match.start() - _LIST_REACH), match.start())
            if row is None:
                continue
            for item in re.finditer(r"[^、]+", row["items"]):
                a, b = row.start() + item.start(), row.start() + item.end()
                at = a if item.start() else proper_start(reading, a, b, 5)
                if at is None:
                    break
                name = reading[at:b]
                if name.endswith(match["term"][-1]):
                    continue
                key = Key(who.place, who.line, name + match["term"])
                yield key, Mention(Span(at, b), Label.BUREAU, name, rule.name, who.kind)


def _among(reading: str) -> Iterator[tuple[Key, Mention]]:
    """Words that name organs where several of them stand side by side: 移动、联通、电信."""
    for rule, match in scan(reading, "bureaus", "among"):
        for item in re.finditer(r"[^、和及与]+", match[0]):
            span = Span(match.start() + item.start(), match.start() + item.end())
            yield Key("", item[0]), Mention(span, Label.BUREAU, item[0], rule.name, rule.gives["kind"])


def _spoken(reading: str, who: Reporter, named: tuple[Organ, ...]) -> Iterator[Mention]:
    """The reporter by its place: 荣昌公安."""
    if who.kind != "police" or len(who.short) < 2:
        return
    taken = [o.span for o in named]
    for rule, match in scan(reading, "bureaus", "spoken"):
        start = match.start() - len(who.short)
        span = Span(start, match.end())
        if start < 0 or not reading.startswith(who.short, start) or reading[start - 1] in "《“":
            continue
        if not any(s.overlaps(span) for s in taken):
            yield Mention(span, Label.BUREAU, reading[start : match.end()], rule.name, who.kind)


def trimmed(name: str | None) -> str | None:
    """A publisher's name without words that ran into it from the text before (现将慈溪市公安局)."""
    last = organs(name)[-1:] if name else ()
    if name and last and last[0].span.end == len(name) and last[0].owner and last[0].owner.codes:
        return last[0].name
    return name


def infer(document: Document, named: tuple[Organ, ...]) -> str | None:
    """Who reports, by the text: the organ of the title, of 现将…报告如下, of the signature, else of the head."""
    text = document.reading
    votes: Counter[str] = Counter()
    opening = {m.end("name") for rule in rules_of("bureaus", "opening") for m in rule.matches(text, 0, _OPENING)}
    first_line = text.find("\n")
    title_end = first_line if 0 < first_line < _LONGEST_TITLE else _TITLE
    for organ in named:
        full = organ.term.use in {"owned", "open", "branch"} and organ.owner is not None and bool(organ.owner.codes)
        if organ.bare or organ.parent or organ.term.use not in {"owned", "open", "branch", "role", "stem"}:
            continue
        if organ.term.use == "stem" and organ.kind != "police":
            continue
        at = organ.span
        weight = (
            3 * (at.start < title_end) + 4 * (at.end in opening) + (at.start < _HEAD) + 2 * (at.end > len(text) - _TAIL)
        )
        votes[organ.name] += weight * (3 if full else 1) if weight else 0
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] > 2 else None
