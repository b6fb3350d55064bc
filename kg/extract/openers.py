"""Rules tried at one place of a text: of a role's rules only those of which a match can begin, or end, with the
character there.

Most places fit none, and to look a character up costs less than to try a pattern.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from kg.extract.anchors import DIGIT, Strings, closers, openers
from kg.ontology import Rule, rules_of


class Opened(dict[str, tuple[Rule, ...]]):
    """Rules in order, by the character (at the end of a text: none) that a match of them can begin with.

    `reads`: the characters that it can begin with, or others that say where to try it, off a pattern.
    """

    def __init__(self, rules: tuple[Rule, ...], reads: Callable[[str], Strings | None] = openers) -> None:
        super().__init__()
        self._rules = tuple((rule, reads(rule.pattern.pattern)) for rule in rules)

    def __missing__(self, char: str) -> tuple[Rule, ...]:
        """Tells it of a character that is looked up for the first time."""
        fit = (rule for rule, first in self._rules if first is None or char in first or _is_digit(char, first))
        return self.setdefault(char, tuple(fit))


def _is_digit(char: str, first: frozenset[str]) -> bool:
    return char.isdecimal() and DIGIT in first


@cache
def opened(name: str, role: str) -> Opened:
    """The rules of a file that have a role, by how they begin."""
    return Opened(rules_of(name, role))


@cache
def closed(name: str, role: str) -> Opened:
    """The rules of a file that have a role, which end with $, by how they end."""
    return Opened(rules_of(name, role), closers)
