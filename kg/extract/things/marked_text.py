"""A text marked for names: words that stand before them, class words that end them, quotations, titles, brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

import ahocorasick_rs
from msgspec import Struct

from kg.extract.gather import TITLE, clause_ends
from kg.marks import CLOSING, JOINTS, OPENING
from kg.model import Span
from kg.ontology import any_of, lexicon

_STRAIGHT = re.compile(r'"([^"\n]{1,60})"')
_CORNERED = re.compile(r"[「『]([^「」『』\n]{1,60})[」』]")
_QUOTE = re.compile(r"[“\"「『]([^“”\"「」『』\n]{1,40})[”\"」』]")
_BRACKET = re.compile(r"\([^()\n]{0,80}\)")
BUILD = "建设"
"""A class word (平安建设) that is a verb as well (建设…平台)."""
LEVELS = frozenset("省市县区州旗镇乡")
GOVERNS = frozenset({"set", "run", "use"})
"""Roles of verbs that have a name as their object."""
_NEAR_QUOTE = 10
"""Characters behind a quotation in which a common noun is looked at."""
_ONLY_NEAR = frozenset({"quoted", "built"})
_STOPS = frozenset(",。;、和及等\n")


class Edge(Struct, frozen=True):
    """A word that may stand before a name; `role` and `noun` as in lexicon/thing_edges.tsv."""

    start: int
    end: int
    role: str
    noun: bool = False
    inside: bool = False


class Head(Struct, frozen=True):
    """A class word in the text, by its row of lexicon/thing_heads.tsv."""

    start: int
    end: int
    label: str
    kind: str
    use: str


@cache
def _edge_words() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, bool, bool], ...]]:
    rows = lexicon("thing_edges")
    facts = tuple((r["role"], r["noun"] != "", r["noun"] == "inside") for r in rows)
    return longest_first(tuple(r["term"] for r in rows)), facts


@cache
def _edges_of(*roles: str) -> frozenset[int]:
    """The places in the lexicon of the words with a role."""
    return frozenset(n for n, (role, _, _) in enumerate(_edge_words()[1]) if role in roles)


@cache
def _head_words() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, str, str], ...]]:
    rows = lexicon("thing_heads")
    automaton = ahocorasick_rs.AhoCorasick([r["term"] for r in rows], store_patterns=False)
    return automaton, tuple((r["label"], r["kind"], r["use"]) for r in rows)


@cache
def longest_class_word() -> int:
    """The length of the longest class word, in characters."""
    return max(len(r["term"]) for r in lexicon("thing_heads"))


def longest_first(terms: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    """An automaton that finds terms, of those that begin at one point the longest."""
    return ahocorasick_rs.AhoCorasick(terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False)


def _curled(reading: str) -> str:
    """The text with quotations all marked “”, whatever marks it has; no position changes."""
    if '"' in reading:
        reading = _STRAIGHT.sub(r"“\1”", reading)
    return _CORNERED.sub(r"“\1”", reading) if "「" in reading or "『" in reading else reading


def _class_words(reading: str) -> tuple[Head, ...]:
    """Class words, of those that end at one point the longest (项目 and 目录 both stand in 事项目录); common nouns only
    where a quotation stands near."""
    words, facts = _head_words()
    behind_quote = {at for m in re.finditer("”", reading) for at in range(m.end(), m.end() + _NEAR_QUOTE)}
    found: list[Head] = []
    done = -1
    for n, start, end in words.find_matches_as_indexes(reading, overlapping=True):  # by end, the longest first
        if end == done:
            continue
        done, (label, kind, use) = end, facts[n]
        if use in _ONLY_NEAR and start not in behind_quote:
            after = reading[end : end + 1]
            if after not in CLOSING and (use == "quoted" or not _is_loose(reading[start - 1], after)):
                continue
        found.append(Head(start, end, label, kind, use))
    return tuple(found)


def _is_loose(before: str, after: str) -> bool:
    """Whether nothing follows a common noun that it could belong to, and no figure counts it."""
    return (after in _STOPS or after.isdigit()) and not before.isdigit()


class MarkedText:
    """A reading text with its edges, class words, quotations and titles marked."""

    def __init__(self, reading: str) -> None:
        """Marks a text: one pass for each sort of mark."""
        ends = clause_ends(reading)
        self.reading = reading = _curled(reading)
        automaton, self._edge_facts = _edge_words()
        found, shields = automaton.find_matches_as_indexes(reading), _edges_of("shield")
        self._edges = edges = [edge for edge in found if edge[0] not in shields]
        self._edge_starts, self._edge_ends = [start for _, start, _ in edges], [end for _, _, end in edges]
        self.heads = _class_words(reading)
        self.quotes = [Span(*m.span()) for m in _QUOTE.finditer(reading)]
        self.titles = [Span(*m.span()) for m in TITLE.finditer(reading)]
        self._head_ends = [head.end for head in self.heads]
        self._quote_starts = [quote.start for quote in self.quotes]
        self.quote_ending = {quote.end: quote for quote in self.quotes}.get
        """The quotation that ends at a position."""
        holders = [*[Span(*m.span()) for m in _BRACKET.finditer(reading)], *self.quotes]
        held = {at: span for span in holders for at in range(span.start + 1, span.end - 1)}
        self.holder = held.get
        """The quotation or bracket that holds a position."""
        self.title_at = {at: title for title in self.titles for at in range(*title)}.get
        """The title in 《》 that holds a position."""
        self._scopes = {m.end(): m[0] for m in any_of("things", "scope").finditer(reading)}
        self._breaks = [end - 1 for end in ends if end - 1 not in held]

    def starts_verb(self, position: int) -> bool:
        """Whether a verb that governs a name begins at a position."""
        at = bisect_left(self._edge_starts, position)
        begins = at < len(self._edges) and self._edge_starts[at] == position
        return begins and self._edges[at][0] in _edges_of(*GOVERNS)

    def plain(self, start: int, end: int) -> bool:
        """Whether no word that ends what stands before a name begins in a range."""
        at = bisect_left(self._edge_starts, start)
        return at == len(self._edges) or self._edge_starts[at] >= end

    def in_list(self, position: int) -> bool:
        """Whether a position stands in a bracket that spells a name's members out: (即甲、乙、丙)."""
        holder = self.holder(position)
        if holder is None or self.reading[holder.start] != "(":
            return False
        inside = self.reading[holder.start + 1 : holder.end]
        return "、" in inside or inside.startswith(("即", "包括"))

    def quotes_in(self, start: int, end: int) -> list[Span]:
        """The quotations that lie in a range."""
        first = bisect_left(self._quote_starts, start)
        if first == len(self.quotes) or self._quote_starts[first] >= end:
            return []
        upto = bisect_left(self._quote_starts, end, first)
        return [quote for quote in self.quotes[first:upto] if quote[1] <= end]

    def heads_in(self, start: int, end: int) -> tuple[Head, ...]:
        """The class words that end in a range, its last position included."""
        return self.heads[bisect_left(self._head_ends, start) : bisect_right(self._head_ends, end)]

    def list_start(self, at: int) -> int:
        """Where the list of quotations begins that a name at a position continues: 推行“一窗综办”和|容缺受理."""
        begin = at - (self.reading[at - 1 : at] in OPENING)
        while True:
            end = begin
            while self.reading[end - 1 : end] in JOINTS:
                end -= 1
            quote = self.quote_ending(end)
            if quote is None:
                return begin
            begin = quote.start

    def scope_before(self, position: int) -> str:
        """The word that says of where all is (全市) right before a position, "" without one."""
        return self._scopes.get(position, "")

    def cut(self, span: Span) -> str:
        """The reading text under a span."""
        return self.reading[span.start : span.end]

    def clause_start(self, position: int) -> int:
        """Where the clause begins that holds a position: commas in quotations and brackets do not end one."""
        at = bisect_left(self._breaks, position)
        return self._breaks[at - 1] + 1 if at else 0

    def builds(self, position: int) -> Edge | None:
        """The verb of building that begins the clause of a position."""
        start = self.clause_start(position)
        return Edge(start, start + len(BUILD), "set") if self.reading.startswith(BUILD, start) else None

    def edge_before(self, position: int, floor: int) -> Edge | None:
        """The nearest edge that ends at or before a position."""
        at = bisect_right(self._edge_ends, position) - 1
        if at < 0:
            return None
        n, start, end = self._edges[at]
        return Edge(start, end, *self._edge_facts[n]) if start >= floor and end > floor else None

    def before(self, position: int, floor: int) -> Iterator[Edge]:
        """Edges that end at or before a position, nearest first."""
        at = bisect_right(self._edge_ends, position) - 1
        while at >= 0:
            n, start, end = self._edges[at]
            if end <= floor:
                return
            if start >= floor:
                yield Edge(start, end, *self._edge_facts[n])
            at -= 1
