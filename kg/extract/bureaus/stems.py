"""Where a proper name begins that stands before a class word: 昌元派出所, 西南政法大学, 高新区分局."""

from __future__ import annotations

import re
from functools import cache

import kg.places as places
from kg.ontology import alternation, words

_LONGEST_RUN, _LONGEST_EDGE = 40, 4
"""Characters before a class word that are looked at, and of the longest word at the left edge of a name."""
_LONG = 10
"""Names that may be longer (firms) may end with a word that otherwise none ends with: 公正律师事务所."""


@cache
def edges(kind: str) -> frozenset[str]:
    """The words of lexicon/name_edges.tsv of a kind."""
    return frozenset(words("name_edges", kind=kind))


@cache
def _generic() -> re.Pattern[str]:
    """Words that make a name none wherever they stand in it, or, of one character, where they begin it."""
    terms = words("name_edges", kind="generic")
    anywhere = alternation(t for t in terms if len(t) > 1 or t == "某")
    first = "".join(re.escape(t) for t in terms if len(t) == 1)
    return re.compile(f"{anywhere}|\\A[{first}]")


def floor_of(text: str, start: int, least: int) -> int:
    """Where the run of Chinese characters before `start` begins, not before `least`."""
    at = start
    limit = max(least, start - _LONGEST_RUN)
    while at > limit and "\u4e00" <= text[at - 1] <= "\u9fff":
        at -= 1
    return at


def edge_before(text: str, at: int, floor: int) -> bool:
    """Whether a proper name can begin at `at`: a word that is none of the name ends there."""
    if at == floor:
        return True
    if any(text[at - n : at] in edges("edge") for n in range(1, min(_LONGEST_EDGE, at - floor) + 1)):
        return True
    if text[at - 1] in edges("loose"):
        return at - 1 == floor or edge_before(text, at - 1, floor)
    place = places.ending_at(text, at, floor, short=False)
    return place is not None and text[place.start : at] not in edges("word")


def proper_start(text: str, floor: int, end: int, most: int) -> int | None:
    """Where the proper name that ends at `end` begins; None if no name can be told from the words before it."""
    short = most < _LONG
    if text[end - 1] in edges("last") or (short and text[end - 2 : end] in edges("edge")):
        return None
    for at in range(end - 2, max(floor, end - most) - 1, -1):
        if edge_before(text, at, floor):
            stem = text[at:end]
            return None if _generic().search(stem) or stem in edges("edge") else at
    return None


def sited_start(text: str, floor: int, end: int, most: int) -> int | None:
    """Where a name that begins with a place and ends at `end` begins, the furthest that a word before it allows."""
    starts = [at for at in range(max(floor, end - most), end - 1) if _place_at(text, at, end)]
    return next((at for at in starts if edge_before(text, at, floor)), None)


def _place_at(text: str, at: int, end: int) -> bool:
    names = (text[at : at + n] for n in range(2, min(4, end - at) + 1))
    return any(name not in edges("word") and (name in edges("region") or places.codes_of(name)) for name in names)
