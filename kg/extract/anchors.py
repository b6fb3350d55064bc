"""What a pattern cannot match without: strings of which one stands in every match, read off its syntax tree.

    推进[^,。]{2,8}(?:小区|街区)建设  →  {推进}, {小区建设, 街区建设}

Whoever knows where such strings stand in a text need try the pattern only there (`scan`), or only on texts that hold
them (`cues`). So it is with the characters that a match can begin with (`openers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from msgspec import Struct

Strings = frozenset[str]

_MOST = 400
"""Strings of one set; a longer list finds little that the pattern itself would not."""
_SETS = 3
"""Of which a line must hold one string each; for a short pattern its rarest set says as much as all."""
_WIDE = 160
"""A match that can be longer is looked for in its whole line."""
_WORTH = 50.0
"""What a set may cost, see `_often`; a pattern that needs nothing rarer is tried everywhere."""
_NEWLINE = 10
_RANGE = 64
"""Characters of a range that are told one by one ([①-⒇])."""


class Anchor(Struct, frozen=True):
    """Of each of `sets` one string stands in every match of a pattern, or in what it asks for behind it (`(?=…)`),
    which are at most `width` long together.

    `width` None: it may be of any length within a line. `ahead`: how far behind a match the pattern looks.
    """

    sets: tuple[Strings, ...]
    width: int | None
    ahead: int


def anchor(pattern: str) -> Anchor | None:
    """What a pattern needs; None where it has to be tried everywhere, or begins with a mark that `re` finds itself."""
    tree = _parsed(pattern)
    if _begins_with_mark(tree):
        return None
    width = int(tree.getwidth()[1]) + max([int(part.getwidth()[1]) for part in _seen(tree)], default=0)
    sets = [strings for strings in needs(pattern) if _often(strings) <= _WORTH][: 1 if width <= _WIDE else _SETS]
    if not sets or (width > _WIDE and _spans_lines(tree)):
        return None
    return Anchor(tuple(sets), width if width <= _WIDE else None, _ahead(tree))


def _begins_with_mark(tree: Any) -> bool:
    op, argument = tree[0]
    return str(op) == "LITERAL" and not chr(argument).isalnum()


def needs(pattern: str) -> tuple[Strings, ...]:
    """Sets of strings of which every match of a pattern holds one each, the rarest first."""
    tree = _parsed(pattern)
    needed = {_shortest(strings) for strings in _needed(tree)[1] if tree.state.flags == re.UNICODE}
    return tuple(sorted((strings for strings in needed if len(strings) <= _MOST), key=lambda s: (_often(s), sorted(s))))


def _parsed(pattern: str) -> Any:
    return import_module("re._parser").parse(pattern)  # the one parser of this syntax, private by name only


def _shortest(strings: Strings) -> Strings:
    """The strings that hold no other of them."""
    return frozenset(s for s in strings if not any(part in strings for part in _within(s)))


def _within(string: str) -> Iterator[str]:
    """The parts of a string that are shorter than it."""
    sizes = range(1, len(string))
    return (string[at : at + size] for size in sizes for at in range(len(string) - size + 1))


def _often(strings: Strings) -> float:
    """How often one of the strings stands in prose: a single letter often, a mark less so, a long word hardly ever."""
    return sum(0.3 if len(s) > 2 else 1.0 if len(s) > 1 else 60.0 if s.isalnum() else 5.0 for s in strings)


# ------------------------------------------------------------------ strings that a part needs

_Part = tuple[Strings | None, list[Strings]]
"""The strings that a part of a pattern matches, if they can be listed; sets that every match of it needs."""


def _needed(items: Any) -> _Part:
    """Of a sequence: strings grow by what follows them, until something cannot be listed."""
    exact: Strings | None = frozenset({""})
    listed, sets = True, list[Strings]()
    for op, argument in items:
        strings, needs = _of(str(op), argument)
        sets += needs
        if strings is not None and exact is not None and len(strings) * len(exact) <= _MOST:
            exact = frozenset(a + b for a in exact for b in strings)
        else:
            sets += _set(exact)
            listed, exact = False, strings
    return (exact if listed else None), [*sets, *_set(exact)]


def _set(strings: Strings | None) -> list[Strings]:
    return [strings] if strings and "" not in strings else []


def _of(op: str, argument: Any) -> _Part:
    if op == "LITERAL":
        return frozenset({chr(argument)}), []
    if op in {"ASSERT", "ASSERT_NOT", "AT"}:
        return frozenset({""}), _needed(argument[1])[1] if op == "ASSERT" and argument[0] > 0 else []
    if op == "SUBPATTERN" and not argument[1]:  # with flags of its own (?i:…) it matches more than it says
        return _needed(argument[3])
    if op == "ATOMIC_GROUP":
        return _needed(argument)
    if op == "IN" and all(str(kind) == "LITERAL" for kind, _ in argument):
        return frozenset(chr(code) for _, code in argument), []
    if op == "BRANCH":
        return _either([_needed(branch) for branch in argument[1]])
    if op in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return _repeated(*argument)
    return None, []


def _either(branches: list[_Part]) -> _Part:
    """One of several: a string of each must be known."""
    exact = [strings for strings, _ in branches if strings is not None]
    if len(exact) == len(branches):
        return frozenset[str]().union(*exact), []
    best = [min((*_set(strings), *sets), key=_often, default=None) for strings, sets in branches]
    known = [strings for strings in best if strings is not None]
    return None, [frozenset[str]().union(*known)] if len(known) == len(best) else []


def _repeated(least: int, most: Any, items: Any) -> _Part:
    strings, sets = _needed(items)
    if (least, most) == (0, 1):
        return (None if strings is None else strings | {""}), []
    return None, ([*sets, *_set(strings)] if least else [])


# ------------------------------------------------------------------ how a match begins

DIGIT = "\\d"
"""Stands for every digit of any script among the characters that a match can begin with."""


def openers(pattern: str) -> Strings | None:
    """The characters that a match can begin with; None if it can be empty or begin with more than can be listed."""
    found, empty = _opening(_parsed(pattern))
    return None if empty else found


def closers(pattern: str) -> Strings | None:
    """The characters that a text can end with at whose end a pattern with $ matches; None as with `openers`."""
    found, empty = _opening(_parsed(pattern), last=True)
    return None if empty or found is None else found | {"\n"}


def _opening(items: Any, last: bool = False) -> tuple[Strings | None, bool]:
    """The characters that what a part matches can begin (`last`: end) with, and whether it can match nothing."""
    found = frozenset[str]()
    for op, argument in reversed(list(items)) if last else items:
        own, empty = _opening_of(str(op), argument, last)
        if own is None:
            return None, True
        found |= own
        if not empty:
            return found, False
    return found, True


def _opening_of(op: str, argument: Any, last: bool) -> tuple[Strings | None, bool]:
    if op == "LITERAL":
        return frozenset({chr(argument)}), False
    if op in {"ASSERT", "ASSERT_NOT", "AT"}:
        return frozenset(), True
    if op == "SUBPATTERN" and not argument[1]:
        return _opening(argument[3], last)
    if op == "ATOMIC_GROUP":
        return _opening(argument, last)
    if op == "IN":
        members = [_members(str(kind), of) for kind, of in argument]
        known = [own for own in members if own is not None]
        return (frozenset[str]().union(*known) if len(known) == len(members) else None), False
    if op == "BRANCH":
        every = [_opening(branch, last) for branch in argument[1]]
        known = [own for own, _ in every if own is not None]
        return (frozenset[str]().union(*known) if len(known) == len(every) else None), any(e for _, e in every)
    if op in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        own, empty = _opening(argument[2], last)
        return own, empty or not argument[0]
    return None, True


def _members(kind: str, of: Any) -> Strings | None:
    """The characters that a part of a set of characters stands for, if they are few."""
    if kind == "LITERAL":
        return frozenset({chr(of)})
    if kind == "RANGE" and of[1] - of[0] < _RANGE:
        return frozenset(map(chr, range(of[0], of[1] + 1)))
    return frozenset({DIGIT}) if str(of) == "CATEGORY_DIGIT" else None


# ------------------------------------------------------------------ how far a match reaches


def _parts(items: Any) -> Iterator[tuple[str, Any]]:
    """All parts of a pattern with those of its groups, without what assertions only look at."""
    for op, argument in items:
        yield str(op), argument
        for inner in _inside(str(op), argument):
            yield from _parts(inner)


def _inside(op: str, argument: Any) -> list[Any]:
    if op in {"SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return [argument[-1]]
    if op == "ATOMIC_GROUP":
        return [argument]
    return list(argument[1]) if op == "BRANCH" else []


def _ahead(items: Any) -> int:
    """Characters behind a match that decide on it: what assertions look at, and the end that `$` asks for."""
    looks = (int(argument[1].getwidth()[1]) for op, argument in _parts(items) if op.startswith("ASSERT"))
    return max(looks, default=0) + 1


def _seen(items: Any) -> list[Any]:
    """What must stand behind a match, or behind a part of it."""
    return [argument[1] for op, argument in _parts(items) if op == "ASSERT" and argument[0] > 0]


def _spans_lines(items: Any) -> bool:
    """Whether a match, with what must stand behind it, can hold the end of a line."""
    spans = any(_takes_newline(op, argument) for op, argument in _parts(items))
    return spans or any(_spans_lines(part) for part in _seen(items))


def _takes_newline(op: str, argument: Any) -> bool:
    if op == "IN":
        inverted = str(argument[0][0]) == "NEGATE"
        return any(_takes_newline(str(kind), of) for kind, of in argument[inverted:]) is not inverted
    if op == "RANGE":
        return bool(argument[0] <= _NEWLINE <= argument[1])
    if op == "CATEGORY":
        return str(argument) in {"CATEGORY_SPACE", "CATEGORY_NOT_DIGIT", "CATEGORY_NOT_WORD"}
    return bool((op == "LITERAL" and argument == _NEWLINE) or (op == "NOT_LITERAL" and argument != _NEWLINE))
