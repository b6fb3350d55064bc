"""What is asked of the text around class words: where known terms, organs, members spelled out and counts stand."""

from __future__ import annotations

from bisect import bisect_left

from kg.extract.things.marked_text import MarkedText
from kg.extract.things.name import COMMON, Name
from kg.extract.things.terms import Terms
from kg.model import Extraction, Label
from kg.ontology import rules_of


class Matches:
    """Where rules of a role hold in a text."""

    def __init__(self, role: str, text: str) -> None:
        self._spans = sorted([m.span() for rule in rules_of("things", role) for m in rule.matches(text)])
        self._starts = [start for start, _ in self._spans]

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The matches that lie in a range."""
        first = bisect_left(self._starts, start)
        if first == len(self._starts) or self._starts[first] >= end:
            return []
        return [span for span in self._spans[first : bisect_left(self._starts, end, first)] if span[1] <= end]


class Around:
    """Shared by those who ask where the name before a class word begins and whether it is one.

    `ends`: where names known already end, or the mark behind them. `organs`: where organs end by where they begin;
    `organ_ends` the other way round. `spelled`: where the members of a collective name begin by where it ends.
    `head_ends`: where class words end that are no common nouns. `counted`, `behind_count`: as the rules of that role.
    """

    def __init__(self, found: Extraction, marked: MarkedText, terms: list[Name], shapes: list[Name]) -> None:
        self.marked = marked
        self.terms = Terms(terms)
        self.ends = frozenset([n.span.end + at for n in (*terms, *shapes) for at in (0, 1)])
        organs = sorted({m.span for e in found.entities if e.label is Label.BUREAU for m in e.mentions})
        self.organs = {span.start: span.end for span in organs}
        self.organ_ends = {span.end: span.start for span in organs}
        self.organ_starts = list(self.organs)
        self.spelled = {c.span.end: c.span.start for c in found.components if c.span.end not in self.ends}
        self.head_ends = frozenset([h.end for h in marked.heads if h.use not in COMMON])
        self.counted = Matches("counted", marked.reading)
        self.behind_count = Matches("behind-count", marked.reading)
