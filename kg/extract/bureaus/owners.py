"""Whose an organ is: the division, functional zone or level that the text names right before it."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

import kg.places as places
from kg.extract.asks import Asks
from kg.extract.bureaus.stems import edge_before, edges, proper_start
from kg.ontology import words

LEVELS = frozenset("省市区县州旗盟")
_SHORT_STEM = 5
"""Characters of the proper name of a zone."""

_ASKS = Asks("bureaus")
begins, end_before = _ASKS.begins, _ASKS.end_before


class Owner(Struct, frozen=True):
    """Whose an organ is: division codes it can stand for, a level (市), a zone without code, or a proper name."""

    start: int
    codes: tuple[str, ...] = ()
    level: str = ""
    zone: str = ""
    stem: str = ""


@cache
def zone_words() -> tuple[str, ...]:
    """What functional zones are called: 开发区, 新区."""
    return (*words("division_parts", kind="zone"), *(w for w in words("division_parts", kind="county") if len(w) == 2))


def division_before(text: str, floor: int, end: int) -> Owner | None:
    """The division named right before `end`, with those above it that stand before it."""
    place = places.ending_at(text, end, floor)
    if place is None or text[place.start : end] in edges("word"):
        return None
    start, codes = place
    if end - start == 2 and text[start + 1] in LEVELS and not edge_before(text, start, floor):
        return None
    while outer := places.ending_at(text, start, floor):
        inside = tuple(c for c in codes if any(o != c and places.contains(o, c) for o in outer.codes))
        if not inside:
            break
        start, codes = outer.start, inside
    if start == place.start and text[start:end] in zone_words() and not edge_before(text, start, floor):
        return None  # 滨海新城, no 新城区
    if start == place.start > 0 and text[start - 1] != "\n" and text[start : end - 1] in edges("edge"):
        return None
    return Owner(start, codes)


@cache
def _zone_ends() -> frozenset[str]:
    return frozenset(word[-1] for word in zone_words())


def _zone_before(text: str, floor: int, end: int) -> Owner | None:
    if text[end - 1 : end] not in _zone_ends():
        return None
    for word in zone_words():
        start = end - len(word)
        if start < floor or text[start:end] != word:
            continue
        outer = division_before(text, floor, start)
        if outer is None:
            named = proper_start(text, floor, start, _SHORT_STEM)
            start = start if named is None else named
            outer = division_before(text, floor, start) or level_before(text, floor, start)
        return (
            Owner(outer.start, outer.codes, outer.level, text[start:end])
            if outer
            else Owner(start, (), "", text[start:end])
        )
    return None


def level_before(text: str, floor: int, end: int) -> Owner | None:
    """The level alone: 市 of 市公安局."""
    for word in ("自治区", "自治州", "自治县", "自治旗"):
        if text.endswith(word, floor, end):
            return Owner(end - len(word), (), word[-1] if word != "自治区" else "省")
    if end > floor and text[end - 1] in LEVELS and not end_before("no-level", text, end - 1, 2):
        return Owner(end - 1, (), text[end - 1])
    return None


def owner_before(text: str, floor: int, end: int) -> Owner | None:
    """The division, zone or level named right before `end`."""
    corps = end_before("owner", text, end, end - floor)
    if corps:
        return Owner(end - len(corps[0]), (), "", corps[0])
    return division_before(text, floor, end) or _zone_before(text, floor, end) or level_before(text, floor, end)
