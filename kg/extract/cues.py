"""Of many rules those that a short text can fit: what their patterns need is found by one automaton for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import ahocorasick_rs

from kg.extract.anchors import needs
from kg.ontology import Rule


class Cued:
    """Rules in order, each with strings of which a text must hold one: the rarest that it needs (`anchors`)."""

    def __init__(self, rules: Iterable[Rule], everywhere: str = "") -> None:
        """`everywhere`: signs that every text holds, so that to look for them says nothing."""
        self._rules = tuple(rules)
        marks = set(everywhere)
        rules_of: defaultdict[str, int] = defaultdict(int)
        self._always = 0
        """The rules that need nothing: of a set of rules each is one bit, the first the lowest."""
        for n, rule in enumerate(self._rules):
            rarest = next((s for s in needs(rule.pattern.pattern) if not s & marks), None)
            if rarest is None:
                self._always |= 1 << n
            for string in rarest or ():
                rules_of[string] |= 1 << n
        self._rules_of = tuple(rules_of.values())
        self._uncued = tuple(self._of(self._always))
        self._automaton = ahocorasick_rs.AhoCorasick(list(rules_of), store_patterns=False)

    def fitting(self, text: str) -> Iterable[Rule]:
        """The rules that a text can fit, in order."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not found:
            return self._uncued
        fit = self._always
        for n, _, _ in found:
            fit |= self._rules_of[n]
        return self._of(fit)

    def _of(self, fit: int) -> Iterator[Rule]:
        while fit:
            first = fit & -fit
            yield self._rules[first.bit_length() - 1]
            fit ^= first
