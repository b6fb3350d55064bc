"""A name of a mechanism or program at a place, and what tells whether words make one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from kg.extract.asks import Asks
from kg.extract.openers import opened
from kg.marks import JOINING
from kg.model import Span
from kg.ontology import Rule, alternation, rules_of, words

COMMON = frozenset({"quoted", "service", "built"})
"""Uses of class words that are common nouns (lexicon/thing_heads.tsv)."""
MADE = frozenset({"set", "run"})
"""Roles of verbs of which a thing is the object that somebody sets up or carries out."""

SOLID = frozenset({"body", "platform"})
"""Kinds of what can be pointed at: such a thing is not the same as the way of working that it is named after."""


class Name(Struct, frozen=True):
    """A place where a thing is named, before it is known who carries it out and what else names it.

    `same`: the term that the text stands for, `forms`: other wordings that the place shows, `core`: words in it
    that name the thing by themselves. `verb`: role of the verb that governs it. `shared`: common to many.
    """

    span: Span
    label: str
    kind: str
    rule: str
    text: str
    same: str = ""
    forms: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    verb: str = ""
    shared: bool = False


_BETWEEN = '“”"的' + JOINING
"""What joins words."""
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,30})[”\"]")


_ASKS = Asks("things")
says, begins, is_whole = _ASKS.says, _ASKS.begins, _ASKS.is_whole


def trimmed(reading: str, start: int, end: int) -> int:
    """A start behind counts, adverbs and other words that are no part of a name."""
    moved, rules = True, opened("things", "trim")
    while moved and start < end:
        moved = False
        for rule in rules[reading[start]]:
            if (m := rule.pattern.match(reading, start, end)) and m.end() > start:
                start, moved = m.end(), True
    return start


@cache
def without(*kinds: str) -> re.Pattern[str]:
    """Matches the words of lexicon/generic.tsv of some kinds, and what joins words."""
    plain = [word for kind in kinds for word in words("generic", kind=kind)]
    return re.compile(alternation([*plain, *_BETWEEN]))  # no set of characters, so that re searches by the first ones


def core_of(modifier: str) -> tuple[str, ...]:
    """The quotation that a name has before its class word."""
    found = _QUOTED.findall(modifier)
    return (found[0],) if len(found) == 1 else ()


@cache
def _sorts(inner: bool) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules_of("things", "sort") if not inner or rule.gives.get("inner"))


def sort_of(quotation: str, default: tuple[str, str], inner: bool = False) -> tuple[str, str]:
    """Label and kind of a thing by the quotation (with its marks) in its name; `inner`: a class word follows it."""
    if "“" in quotation or '"' in quotation:
        for rule in _sorts(inner):
            if rule.pattern.search(quotation):
                return str(rule.gives["label"]), str(rule.gives.get("kind", ""))
    return default


@lru_cache(maxsize=4096)
def telling(text: str) -> tuple[int, int]:
    """How many characters of a text say something, and how many of them are no words of the trade."""
    rest = without("empty").sub("", text)
    return len(rest), len(without("topic", "empty").sub("", rest)) if rest else 0


def collective(text: str) -> tuple[str, str] | None:
    """What a name calls the things that it spells out each, and the term for them: A、B、C|三项制度."""
    found = ((rule, rule.pattern.search(text)) for rule in rules_of("things", "spelled-out"))
    return next(((m[0], str(rule.gives["same"])) for rule, m in found if m), None)
