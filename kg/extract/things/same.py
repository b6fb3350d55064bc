"""One thing under several names: names that share a wording or a core are one entity, under the fullest of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from kg.extract.gather import strongest
from kg.extract.things.name import SOLID, Name
from kg.model import SELF, Entity, Label, Mention, Span, Status
from kg.ontology import any_of, rules_of

_SHORTEST = 3
"""Characters of a name that may be taken for the end of a longer one."""
_MOST_ALIASES = 6
"""Other wordings that an entity keeps; the scorer counts no more either."""
_LABELS = {label.value: label for label in Label}
_YEAR = re.compile(r"20\d\d")

Placed: TypeAlias = tuple[Name, str | None, Status]
"""A name with who carries it out and its status, as the place says."""


def entities(placed: Iterable[Placed]) -> tuple[Entity, ...]:
    """Each thing once, with every place that names it."""
    return tuple([_entity(group) for group in _joined(_groups(placed))])


# ------------------------------------------------------------------ what names are compared by


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A name as it is compared: no punctuation, no word that is put in at will, one of two words for the same."""
    text = any_of("things", "at-will").sub("", text)
    for rule in rules_of("things", "same-word"):
        text = rule.pattern.sub(str(rule.gives["as"]), text)
    return text


@lru_cache(maxsize=4096)
def _without_class(plain: str) -> str:
    """What is left of a name without class words that change at will."""
    return any_of("things", "loose-end").sub("", plain)


_Key: TypeAlias = tuple[str | bool, ...]


def _keys(name: Name) -> list[_Key]:
    """What names of one thing have in common: a wording, or what is left without class words that change at will."""
    found: list[_Key] = []
    for text in (name.text, *name.forms, name.same) if name.same else (name.text, *name.forms):
        plain = _plain(text)
        found += ((plain, name.label), (_without_class(plain), name.label, name.kind))
    return found


def _groups(placed: Iterable[Placed]) -> list[list[Placed]]:
    """Names that share a wording are one thing; a quoted core joins names of one kind, and the core by itself."""
    groups: list[list[Placed]] = []
    home: dict[_Key, int] = {}
    for place in placed:
        name = place[0]
        kind = name.kind or name.label
        solid = kind in SOLID
        cores = [_plain(core) for core in name.core]
        alone = _plain(name.text)
        own: list[_Key] = [*_keys(name), *[(core, "core of", kind) for core in cores]]
        sorts = (solid,) if name.rule == "known-name" else (False, True)
        wanted = [*own, *[(core, "alone", solid) for core in cores], *[(alone, "core", sort) for sort in sorts]]
        homes = [home[key] for key in wanted if key in home]
        at = next((at for at in homes if _same_year(groups[at], name)), len(groups)) if homes else len(groups)
        if at == len(groups):
            groups.append([])
        groups[at].append(place)
        for key in (*own, *[(alone, "alone", sort) for sort in sorts], *[(core, "core", solid) for core in cores]):
            home.setdefault(key, at)
    return groups


def _same_year(group: list[Placed], name: Name) -> bool:
    """Whether a name has no year in it, or no other than the names of a group: 净网2022, 净网2023."""
    years = _YEAR.findall(name.text)
    return not years or {y for n, _, _ in group for y in _YEAR.findall(n.text)} <= {*years}


def _joined(groups: list[list[Placed]]) -> list[list[Placed]]:
    """Groups without those whose name only shortens, at its beginning, the name of exactly one other."""
    names = [max([n.text for n, _, _ in group], key=len) for group in groups]
    labels = [group[0][0].label for group in groups]
    longer: dict[tuple[str, str], list[int]] = {}
    known = frozenset(names)
    for i, (name, label) in enumerate(zip(names, labels, strict=True)):
        for cut in range(1, len(name) - _SHORTEST + 1):
            if (end := name[cut:]) in known:
                longer.setdefault((end, label), []).append(i)
    kept = dict(enumerate(groups))
    for at, key in enumerate(zip(names, labels, strict=True)):
        homes = longer.get(key, [])
        own = any(n.verb == "set" for n, _, _ in groups[at])
        if not own and len(homes) == 1 and homes[0] in kept:
            kept[homes[0]] = kept[homes[0]] + kept.pop(at)
    return [kept[at] for at in sorted(kept)]


def _entity(group: list[Placed]) -> Entity:
    best = max([n for n, _, _ in group], key=_says_most)
    every = dict.fromkeys([t for n, _, _ in group for t in (n.text, *n.core, *n.forms)])
    aliases = tuple([t for t in every if t != best.text][:_MOST_ALIASES])
    label = _LABELS[best.label]
    mentions = tuple([_mention(label, *place) for place in sorted(group, key=_by_place)])
    status = strongest(s for _, _, s in group)
    return Entity(label, best.text, best.kind or None, aliases, _actor(group, best), status, mentions)


def _says_most(name: Name) -> tuple[bool, int]:
    return name.rule not in {"governed-quotation", "quotation"}, len(name.text)


def _by_place(place: Placed) -> Span:
    return place[0].span


def _mention(label: Label, name: Name, actor: str | None, status: Status) -> Mention:
    forms = tuple(dict.fromkeys((*name.core, *name.forms)))
    return Mention(name.span, label, name.text, name.rule, name.kind or None, forms, actor, status)


def _actor(group: list[Placed], best: Name) -> str | None:
    """Who carries a thing out: an owner that its fullest name tells, unless the reporter does as often; else whoever
    sets it up or runs it where it is first named."""
    owners = [a for n, a, _ in group if n.text == best.text and a not in {None, SELF}]
    if owners:
        return SELF if 2 * len(owners) <= sum([a == SELF for _, a, _ in group]) else owners[0]
    known = [place for place in group if place[1] is not None]
    return min(known, key=lambda p: (p[0].verb not in {"set", "run"}, p[0].span))[1] if known else None
