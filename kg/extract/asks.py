"""What the rules of a file say of a text: the questions that extraction asks of words, by the role of the rules.

    _ASKS = Asks("instruments")
    says, begins = _ASKS.says, _ASKS.begins        # says("planned", before)

They are asked many thousand times a report, so what answers a role is kept as the bound method of its pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from kg.extract.cues import Cued
from kg.extract.openers import closed, opened
from kg.ontology import any_of, rules_of

_Ask: TypeAlias = Callable[..., re.Match[str] | None]
"""A method of a compiled pattern, or what asks as one."""
_MANY = 5
"""Rules of a role from which on it pays to look for their cues first."""


class _ByRole(dict[str, _Ask]):
    """By role, how the rules of a file are asked all at once."""

    def __init__(self, name: str, ask: Callable[[str, str], _Ask]) -> None:
        super().__init__()
        self._name, self._ask = name, ask

    def __missing__(self, role: str) -> _Ask:
        return self.setdefault(role, self._ask(self._name, role))


def _search(name: str, role: str) -> _Ask:
    return any_of(name, role).search


def _fullmatch(name: str, role: str) -> _Ask:
    """As one pattern; of many rules, which mostly begin with anything, only those whose cues the text has."""
    rules = rules_of(name, role)
    if len(rules) < _MANY:
        return any_of(name, role).fullmatch
    cued = Cued(rules)

    def asked(text: str) -> re.Match[str] | None:
        """The match of the first rule that describes the text."""
        for rule in cued.fitting(text):
            if m := rule.pattern.fullmatch(text):
                return m
        return None

    return asked


class _Beginnings(dict[str, tuple[_Ask, ...]]):
    """By the character that a text begins with, how each rule of a role is asked that can begin with it."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._opened = opened(name, role)

    def __missing__(self, char: str) -> tuple[_Ask, ...]:
        return self.setdefault(char, tuple(rule.pattern.match for rule in self._opened[char]))


class _BeginningsByRole(dict[str, _Beginnings]):
    """By role, how its rules are asked at the beginning of a text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, role: str) -> _Beginnings:
        return self.setdefault(role, _Beginnings(self._name, role))


class Asks:
    """The rules of one file, asked by their role."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._searches = _ByRole(name, _search)
        self._wholes = _ByRole(name, _fullmatch)
        self._beginnings = _BeginningsByRole(name)

    def says(self, role: str, text: str) -> bool:
        """Whether a rule of a role holds somewhere in a text."""
        return self._searches[role](text) is not None

    def is_whole(self, role: str, text: str) -> bool:
        """Whether a rule of a role describes the whole of a text."""
        return self._wholes[role](text) is not None

    def begins(self, role: str, text: str, at: int = 0) -> bool:
        """Whether a rule of a role holds right at a position of a text."""
        for match in self._beginnings[role][text[at : at + 1]]:  # noqa: SIM110  any() of a generator costs more
            if match(text, at):
                return True
        return False

    def end_before(self, role: str, text: str, end: int, reach: int = 12) -> re.Match[str] | None:
        """The first match of a role's rules, which end with $, that ends right before a position of a text.

        It begins at most `reach` characters before; its positions count from there.
        """
        rules = closed(self._name, role)[text[max(end - 1, 0) : end]]
        if rules:
            left = text[max(end - reach, 0) : end]
            for rule in rules:
                if m := rule.pattern.search(left):
                    return m
        return None
