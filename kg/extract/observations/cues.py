"""Rules that name their cues: only those are tried whose cue stands in a text, which one automaton finds for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import ahocorasick_rs

from kg.ontology import Rule


class Cued:
    """Rules in order; of those that have `cues` one must stand in a text that the rule fits."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._always = frozenset(n for n, rule in enumerate(self._rules) if "cues" not in rule.gives)
        of_cue: defaultdict[str, list[int]] = defaultdict(list)
        for n, rule in enumerate(self._rules):
            for cue in rule.gives.get("cues", ()):
                of_cue[cue].append(n)
        self._of_cue = tuple(of_cue.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(of_cue), store_patterns=False)

    def fitting(self, text: str) -> Iterator[Rule]:
        """The rules that a text can fit, in order."""
        found = {n for n, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        return (self._rules[n] for n in sorted(self._always.union(*[self._of_cue[n] for n in found])))
