"""Administrative divisions: from a name to its code and back, by the register in ontology/lexicon/divisions.tsv.

Many names stand for several places (29 county-level names occur twice, short names far more often); the place that
the text is about, given as a code `within`, decides: the candidate that shares most of the way down is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from kg.ontology import lexicon, words

PROVINCE, PREFECTURE, COUNTY = "province", "prefecture", "county"


class Division(Struct, frozen=True):
    """One row of the register; `valid_from` and `valid_to` are years (None: open), `successor` a code or ""."""

    code: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    successor: str = ""

    @property
    def level(self) -> str:
        """province, prefecture or county; cities that a province administers directly count as counties."""
        if self.code.endswith("0000"):
            return PROVINCE
        return PREFECTURE if self.code.endswith("00") else COUNTY

    @property
    def short(self) -> str:
        """The name as spoken, without its class and peoples: 渝北, 慈溪, 恩施; the name itself where none is left."""
        return _short(self.name)

    def valid_in(self, year: int) -> bool:
        """Whether the division existed in (a part of) the year."""
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


class NamedDivision(NamedTuple):
    """A name of a division that ends at a place in a text: where it starts, and what it can stand for."""

    start: int
    codes: tuple[str, ...]


@cache
def _short_pattern() -> re.Pattern[str]:
    peoples = "|".join(words("division_parts", kind="ethnic"))
    classes = [w for kind in ("province", "prefecture", "city", "county") for w in words("division_parts", kind=kind)]
    classes.sort(key=len, reverse=True)
    return re.compile(f"(.{{2,}}?)(?:{peoples})*(?:{'|'.join(classes)})")


def _short(name: str) -> str:
    found = _short_pattern().fullmatch(name)
    return found[1] if found else name


@cache
def divisions() -> tuple[Division, ...]:
    """The whole register in the order of the codes, ended divisions included."""

    def year(cell: str) -> int | None:
        """A year of the register; None where it has none."""
        return int(cell) if cell else None

    return tuple(
        Division(r["code"], r["name"], year(r["valid_from"]), year(r["valid_to"]), r["successor"])
        for r in lexicon("divisions")
    )


@cache
def by_code() -> Mapping[str, Division]:
    """The division of each code, the present one where a code was given anew."""
    return {d.code: d for d in sorted(divisions(), key=lambda d: d.valid_from or 0)}


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, code in pairs:
        if code not in found[name]:
            found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def _full_names() -> Mapping[str, tuple[str, ...]]:
    return _index((d.name, d.code) for d in divisions())


@cache
def _short_names() -> Mapping[str, tuple[str, ...]]:
    letters = ((row["term"], row["code"]) for row in lexicon("province_letters"))
    shorter = [d for d in divisions() if d.short != d.name]
    spoken = ((d.short + d.name[-1], d.code) for d in shorter if d.short + d.name[-1] != d.name)
    return _index([*((d.short, d.code) for d in shorter), *spoken, *letters])


@cache
def _longest() -> int:
    return max(len(d.name) for d in divisions())


def codes_of(name: str) -> tuple[str, ...]:
    """Codes that a full name (渝北区), short name (渝北) or province's letter (渝) can stand for; () if none."""
    return _full_names().get(name) or _short_names().get(name, ())


def is_full_name(name: str) -> bool:
    """Whether the register has a division of just this name."""
    return name in _full_names()


def ancestors(code: str) -> tuple[str, ...]:
    """Codes of the prefecture and province that a division lies in, nearest first; the register's own ones only."""
    above = (code[:4] + "00", code[:2] + "0000")
    return tuple(dict.fromkeys(c for c in above if c != code and c in by_code()))


def contains(outer: str, inner: str) -> bool:
    """Whether a division is another or lies in it."""
    return outer == inner or outer in ancestors(inner)


def is_municipality(code: str) -> bool:
    """Whether a code is a city that ranks as a province (北京, 天津, 上海, 重庆)."""
    division = by_code().get(code)
    return division is not None and division.level == PROVINCE and division.name.endswith("市")


def level_of(code: str) -> str | None:
    """province, prefecture or county; None for a code that the register does not have."""
    division = by_code().get(code)
    return division.level if division else None


def choose(codes: Iterable[str], within: str | None = None, year: int | None = None) -> str | None:
    """The one of several codes that is meant near `within` (a code) in a year; None if that does not decide.

    Nearness first: the same division, one above it, one in it, one beside it. Of equals a division that existed
    in the year, else one that still exists, is meant; then the higher one (吉林 is the province without more).
    """
    ranked = sorted({c for c in codes if c in by_code()}, key=lambda c: _rank(c, within, year))
    if not ranked:
        return None
    if len(ranked) > 1 and _rank(ranked[0], within, year) == _rank(ranked[1], within, year):
        return None
    return ranked[0]


def _rank(code: str, within: str | None, year: int | None) -> tuple[int, int, int]:
    division = by_code()[code]
    alive = division.valid_in(year) if year else division.valid_to is None
    height = (PROVINCE, PREFECTURE, COUNTY).index(division.level)
    return _distance(code, within), 0 if alive else 1, height


def _distance(code: str, within: str | None) -> int:
    if within is None:
        return 0
    if contains(code, within) or contains(within, code):
        return 0 if code == within else 1
    shared = next((n for n in (4, 2) if code[:n] == within[:n]), 0)
    return {4: 2, 2: 3, 0: 4}[shared]


def division_of(name: str, within: str | None = None, year: int | None = None) -> str | None:
    """Code of a division by name, chained names included (重庆市渝北区, 宁波慈溪); None if unknown or undecided."""
    codes = codes_of(name)
    if codes:
        return choose(codes, within, year)
    for cut in range(min(len(name) - 1, _longest()), 0, -1):
        outer = choose(codes_of(name[:cut]), within, year)
        inner = division_of(name[cut:], outer, year) if outer else None
        if outer and inner and contains(outer, inner):
            return inner
    return None


def ending_at(text: str, end: int, least: int = 0, short: bool = True) -> NamedDivision | None:
    """The longest name of a division that ends at a position of a text and starts at `least` or later."""
    full, shortened = _full_names(), _short_names() if short else {}
    for start in range(max(least, end - _longest()), end - 1):
        name = text[start:end]
        if codes := full.get(name) or shortened.get(name):
            return NamedDivision(start, codes)
    return None
