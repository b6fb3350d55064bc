"""Where names begin: scans a clause leftwards from a class word to the verb or function word before the name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from kg.model import Span
from kg.ontology import lexicon

_BREAK = re.compile(r"[,。;:!?\n]")
_STRAIGHT = re.compile(r'"([^"\n]{1,60})"')
_CORNERED = re.compile(r"[「『]([^「」『』\n]{1,60})[」』]")
_QUOTE = re.compile(r"[“\"「『]([^“”\"「」『』\n]{1,40})[”\"」』]")
_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
_BRACKET = re.compile(r"\([^()\n]{0,80}\)")
OPENING, CLOSING = frozenset('“"「『'), frozenset('”"」』')
JOINTS = frozenset("、和与及")
BUILD = "建设"
LEVELS = frozenset("省市县区州旗镇乡")
_FIGURE = re.compile(r"\d[余多万亿]{0,3}[\u4e00-\u9fff]{1,2}$")
_GOVERNS = frozenset({"set", "run", "use"})
_REACH = 70
_NEAR, _LONG_HEAD = 12, 3
_NEAR_QUOTE = 10
_ONLY_NEAR = frozenset({"quoted", "built"})
_STOPS = frozenset(",。;、和及等\n")


class Edge(NamedTuple):
    """A word that may stand before a name; `role` and `noun` as in lexicon/thing_edges.tsv."""

    start: int
    end: int
    role: str
    noun: bool = False
    inside: bool = False


class Head(NamedTuple):
    """A class word in the text, by its row of lexicon/thing_heads.tsv."""

    start: int
    end: int
    label: str
    kind: str
    use: str


class Left(NamedTuple):
    """What stands before a class word: where the name begins, and which verb has it as its object.

    `short`: where it begins if what 的 joins to it is left out; `joint`: where the last member of A和B begins.
    `bound`: whether anything shows that the name begins there.
    """

    start: int
    verb: Edge | None = None
    short: int | None = None
    joint: int | None = None
    bound: bool = True


@cache
def _edge_words() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, bool, bool], ...]]:
    rows = lexicon("thing_edges")
    facts = tuple((r["role"], r["noun"] != "", r["noun"] == "inside") for r in rows)
    return marked(tuple(r["term"] for r in rows)), facts


@cache
def _edges_of(*roles: str) -> frozenset[int]:
    """The places in the lexicon of the words with a role."""
    return frozenset(n for n, (role, _, _) in enumerate(_edge_words()[1]) if role in roles)


@cache
def _head_words() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, str, str], ...]]:
    rows = lexicon("thing_heads")
    automaton = ahocorasick_rs.AhoCorasick([r["term"] for r in rows], store_patterns=False)
    return automaton, tuple((r["label"], r["kind"], r["use"]) for r in rows)


def marked(terms: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    """An automaton that finds terms, of those that begin at one point the longest."""
    return ahocorasick_rs.AhoCorasick(terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False)


def _curled(reading: str) -> str:
    """The text with quotations all marked “”, whatever marks it has; no position changes."""
    for pattern in (_STRAIGHT, _CORNERED):
        reading = pattern.sub(lambda m: f"“{m[1]}”", reading)
    return reading


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
        done, use = end, facts[n][2]
        if use not in _ONLY_NEAR or start in behind_quote or _ends(reading, start, end, use):
            found.append(Head(start, end, *facts[n]))
    return tuple(found)


def _ends(reading: str, start: int, end: int, use: str) -> bool:
    """Whether a quotation ends with a common noun, or nothing follows it that it could belong to."""
    after = reading[end : end + 1]
    if after in CLOSING:
        return True
    return use == "built" and (after in _STOPS or after.isdigit()) and not reading[start - 1].isdigit()


class Lines:
    """A reading text with its edges, class words, quotations and titles marked."""

    def __init__(self, reading: str) -> None:
        """Marks a text: one pass for each sort of mark."""
        self.reading = reading = _curled(reading)
        automaton, self._edge_facts = _edge_words()
        found, shields = automaton.find_matches_as_indexes(reading), _edges_of("shield")
        self._edges = edges = [edge for edge in found if edge[0] not in shields]
        self.heads = _class_words(reading)
        self.quotes = [Span(*m.span()) for m in _QUOTE.finditer(reading)]
        self.titles = [Span(*m.span()) for m in _TITLE.finditer(reading)]
        self.edge_starts = {start: n for n, start, _ in edges}
        self._edge_ends = [end for _, _, end in edges]
        self._head_ends = [head.end for head in self.heads]
        self._quote_starts = [quote.start for quote in self.quotes]
        self._quote_by_end = {quote.end: quote for quote in self.quotes}
        self._held: dict[int, Span] = {}
        for span in (*(Span(*m.span()) for m in _BRACKET.finditer(reading)), *self.quotes):
            self._held.update(dict.fromkeys(range(span.start + 1, span.end - 1), span))
        self._titled = {at: title for title in self.titles for at in range(*title)}
        self._clauses: dict[int, Span] = {}
        self._breaks = [at for m in _BREAK.finditer(reading) if (at := m.start()) not in self._held]

    def holder(self, position: int) -> Span | None:
        """The quotation or bracket that holds a position."""
        return self._held.get(position)

    def starts_verb(self, position: int) -> bool:
        """Whether a verb that governs a name begins at a position."""
        return self.edge_starts.get(position) in _edges_of(*_GOVERNS)

    def in_list(self, position: int) -> bool:
        """Whether a position stands in a bracket that spells a name's members out: (即甲、乙、丙)."""
        holder = self._held.get(position)
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
        return [quote for quote in self.quotes[first:upto] if quote.end <= end]

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

    def quote_ending(self, end: int) -> Span | None:
        """The quotation that ends at a position."""
        return self._quote_by_end.get(end)

    def cut(self, span: Span) -> str:
        """The reading text under a span."""
        return self.reading[span.start : span.end]

    def title_at(self, position: int) -> Span | None:
        """The title in 《》 that holds a position."""
        return self._titled.get(position)

    def clause(self, position: int) -> Span:
        """The clause that holds a position: commas in quotations and brackets do not end one."""
        at = bisect_left(self._breaks, position)
        if (known := self._clauses.get(at)) is not None:
            return known
        start = self._breaks[at - 1] + 1 if at else 0
        end = self._breaks[at] if at < len(self._breaks) else len(self.reading)
        return self._clauses.setdefault(at, Span(start, end))

    def builds(self, position: int) -> Edge | None:
        """The verb of building that begins the clause of a position."""
        start = self.clause(position).start
        return Edge(start, start + len(BUILD), "set") if self.reading.startswith(BUILD, start) else None

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


def floor_of(lines: Lines, position: int) -> int:
    """How far left a name that ends at a position can reach: its clause, title, quotation or bracket."""
    floor = lines.clause(position).start
    for holder in (lines.title_at(position), lines.holder(position)):
        if holder is not None:
            floor = max(floor, holder.start + 1)
    return max(floor, position - _REACH)


def left_of(lines: Lines, head: Head, named: frozenset[int]) -> Left | None:
    """Reads leftwards from a class word; None where no name can stand before it.

    `named` holds the ends of names already known: a list is cut behind them.
    """
    floor = floor_of(lines, head.start)
    held = lines.holder(head.start)
    start = short = joint = soft = touching = None
    for edge in lines.before(head.start, floor):
        if lines.holder(edge.start) is not held or (edge.end == head.start and edge.end in named):
            continue
        if edge.end == head.start and edge.role not in {"and", "of"}:
            if not edge.noun or (edge.role in _GOVERNS and head.end - head.start > _LONG_HEAD):
                return None
            touching = edge.start
        elif edge.noun and (_listed_verb(lines, edge, floor) or (start is None and _inside(lines, edge, floor))):
            continue
        elif edge.role in _GOVERNS:
            if start is None and soft is not None and soft - edge.end > _NEAR:
                start = soft
            begin = edge.end if start is None else start
            return None if touching == begin else Left(begin, edge, short, joint)
        elif start is not None:
            if edge.role in {"verb", "cut"}:
                break
        elif edge.role == "of":
            short = edge.end if short is None and edge.end < head.start else short
        elif edge.role == "and":
            if edge.start in named or _parts_items(lines, edge, head):
                start = edge.end
            elif short is None and joint is None:
                joint = edge.end
        elif edge.role == "adverb":
            soft = edge.end if soft is None else soft
        elif not (lines.reading[edge.start] == "各" and lines.reading[edge.start - 1] == "、"):
            start = edge.end if soft is None else soft
            return None if touching == start else Left(start, None, short, joint)
    start = soft if start is None else start
    if touching is not None and touching in {start, floor}:
        return None
    if start is not None:
        return Left(start, None, short, joint)
    whole = held is not None or floor == lines.clause(head.start).start
    return Left(floor, None, short, joint, bound=whole)


def _parts_items(lines: Lines, edge: Edge, head: Head) -> bool:
    """Whether 和 and the like stand between two items of a list, not within one name."""
    return head.use == "built" or _ends_item(lines, edge.start) or _behind_quote(lines, edge, head)


def _listed_verb(lines: Lines, edge: Edge, floor: int) -> bool:
    """Whether a verb is an item of a list, as a noun: 受理、办理制度."""
    return edge.role in _GOVERNS and lines.reading[edge.end] in JOINTS and edge.start > floor


def _inside(lines: Lines, edge: Edge, floor: int) -> bool:
    """Whether a verb only tells, in what is set up, who does what: 完善|公职律师参与决策论证机制."""
    if not edge.inside:
        return False
    before = next((e for e in lines.before(edge.start, floor) if e.role != "and"), None)
    return before is not None and before.role == "set" and 1 < edge.start - before.end <= _NEAR


def _behind_quote(lines: Lines, edge: Edge, head: Head) -> bool:
    """Whether a list goes on from a quotation to a name without one (“速裁法庭”和律师工作站), or the reverse."""
    reading = lines.reading
    if reading[edge.start - 1] in CLOSING:
        return "“" not in reading[edge.end : head.start]
    return reading[edge.end] in OPENING


def _ends_item(lines: Lines, at: int) -> bool:
    """Whether a point of a list is the end of an item of its own: a class word (A机制、B机制) or a figure (24次、)."""
    if _FIGURE.search(lines.reading, max(0, at - 6), at):
        return True
    ends = (at - 1, at) if lines.reading[at - 1] in CLOSING else (at, at)
    return any(head.use not in {"quoted", "built"} for head in lines.heads_in(*ends))
