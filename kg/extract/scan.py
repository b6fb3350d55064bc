"""Rules searched over a whole text: each only where strings stand without which it cannot match (`anchors`).

Of a report's characters a rule concerns few. One pass of one automaton finds where the strings of all rules stand
that read a text of its sort (a reading text, or a report in signs); what is found is the same as if every rule were
tried at every place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

import ahocorasick_rs

from kg.errors import OntologyError
from kg.extract.anchors import Anchor, anchor
from kg.ontology import Rule, rules_of

_Roles = Mapping[str, tuple[str, ...]]

READING: _Roles = {
    "bureaus": ("list", "among", "spoken"),
    "instruments": ("drop", "title", "law", "list", "missing", "outer", "name", "plenum"),
    "things": ("name", "promotes"),
    "observations": ("part",),
    "components": (
        "name",
        "letters",
        "colours",
        "defined",
        "apart",
        "compound",
        "plus",
        "initials",
        "initials-glossed",
        "ranked",
        "told",
    ),
}
"""By file, the roles whose rules are searched over whole reading texts."""
SIGNS: _Roles = {"parts": ("part", "ways"), "relations": ("partners",)}
"""Those that are searched over reports in signs (kg/extract/relations/signs.py)."""
_SHORT = 400
"""A text no longer than this is searched without ado."""
_LINE = 120
"""About how long a line is; where strings stand so often that half the text is near one, all of it is searched."""


def scan(text: str, name: str, role: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Matches of a file's rules of a role in a text: rule by rule, each left to right.

    A role that neither READING nor SIGNS lists would be searched in full, slowly and in silence: OntologyError.
    """
    if role not in READING.get(name, ()) and role not in SIGNS.get(name, ()):
        raise OntologyError(f"rules/{name}.toml: kg/extract/scan.py does not list the role {role} as searched")
    return ((rule, m) for rule in rules_of(name, role) for m in matches(text, rule))


def matches(text: str, rule: Rule) -> Iterator[re.Match[str]]:
    """Matches of one rule in a text, left to right."""
    known = _anchored().get(rule.pattern.pattern) if len(text) > _SHORT else None
    return rule.matches(text) if known is None else _near(text, rule, *known)


def _near(text: str, rule: Rule, where: Anchor, finder: _Finder) -> Iterator[re.Match[str]]:
    find, ahead = rule.pattern.finditer, where.ahead
    for start, end in _places(text, finder).windows(where):
        for m in find(text, start, min(end + ahead, len(text))):
            if m.start() >= end:
                break
            yield m


class _Finder:
    """Finds the strings that the rules of some roles need."""

    def __init__(self, roles: _Roles) -> None:
        sources = [r.pattern.pattern for name, each in roles.items() for role in each for r in rules_of(name, role)]
        self.anchors = {source: where for source in sources if (where := anchor(source))}
        sets = dict.fromkeys(strings for where in self.anchors.values() for strings in where.sets)
        sets_of: defaultdict[str, list[int]] = defaultdict(list)
        for n, strings in enumerate(sets):
            for string in sorted(strings):
                sets_of[string].append(n)
        self.number = {strings: n for n, strings in enumerate(sets)}
        self.sets_of = tuple(sets_of.values())
        """By the place of a string in the automaton, the numbers of the sets that it belongs to."""
        self.automaton = ahocorasick_rs.AhoCorasick(list(sets_of), store_patterns=False)


@cache
def _anchored() -> Mapping[str, tuple[Anchor, _Finder]]:
    """What a pattern of these roles needs, and what finds it."""
    finders = [_Finder(roles) for roles in (READING, SIGNS)]
    return {source: (where, finder) for finder in finders for source, where in finder.anchors.items()}


@lru_cache(maxsize=2)
def _places(text: str, finder: _Finder) -> _Places:
    return _Places(text, finder)


class _Places:
    """Where a text has the strings that rules need: for each set of them, in order."""

    def __init__(self, text: str, finder: _Finder) -> None:
        self.text, self.number, sets_of = text, finder.number, finder.sets_of
        self.at: list[list[int]] = [[] for _ in finder.number]
        for n, start, _ in finder.automaton.find_matches_as_indexes(text, overlapping=True):
            for number in sets_of[n]:
                self.at[number].append(start)
        for found in self.at:
            found.sort()

    def windows(self, where: Anchor) -> Iterable[tuple[int, int]]:
        """The stretches of text that hold all matches of a pattern, in order, none touching another."""
        rarest, *others = sorted([self.at[self.number[strings]] for strings in where.sets], key=len)
        if not rarest:
            return ()
        if 2 * len(rarest) * (where.width or _LINE) > len(self.text):
            return ((0, len(self.text)),)
        return self._lines(rarest, others) if where.width is None else self._around(rarest, where.width)

    def _around(self, places: list[int], reach: int) -> Iterator[tuple[int, int]]:
        start, end = max(places[0] - reach, 0), places[0] + reach
        for at in places:
            if at - reach > end:
                yield start, end
                start = at - reach
            end = at + reach
        yield start, end

    def _lines(self, rarest: list[int], others: list[list[int]]) -> Iterator[tuple[int, int]]:
        """The lines that hold a string of each set."""
        end = -1
        for at in rarest:
            if at < end:
                continue
            start, end = self.text.rfind("\n", 0, at) + 1, self.text.find("\n", at)
            end = len(self.text) if end < 0 else end
            if all(bisect_left(other, start) < bisect_right(other, end) for other in others):
                yield start, end
