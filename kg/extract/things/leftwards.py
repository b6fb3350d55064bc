"""Where the name before a class word begins: reads its clause leftwards to the verb or function word before it."""

from __future__ import annotations

import re

from msgspec import Struct

from kg.extract.things.marked_text import GOVERNS, Edge, Head, MarkedText
from kg.marks import CLOSING, HAN, JOINTS, OPENING

_FIGURE = re.compile(r"\d[余多万亿]{0,3}" + HAN + "{1,2}$")
_REACH = 70
"""Characters that are read leftwards from a class word."""
_NEAR = 12
"""Characters behind a verb up to which an adverb, or a verb that tells who does what, belongs to what it governs."""
_LONG_HEAD = 3
"""Characters of a class word up to which a verb of setting up can be its modifier."""
_JOINING = frozenset({"and", "of"})
_ENDING = frozenset({"verb", "cut"})


class Left(Struct, frozen=True):
    """What stands before a class word: where the name begins, and which verb has it as its object.

    `short`: where it begins if what 的 joins to it is left out; `joint`: where the last member of A和B begins.
    `bound`: whether anything shows that the name begins there.
    """

    start: int
    verb: Edge | None = None
    short: int | None = None
    joint: int | None = None
    bound: bool = True


def left_of(marked: MarkedText, head: Head, named: frozenset[int]) -> Left | None:
    """What stands before a class word; None where no name can stand there.

    `named` holds the ends of names already known: a list is cut behind them.
    """
    return _Leftwards(marked, head, named).read()


class _Leftwards:
    """Passes the edges before a class word, nearest first, until one of them governs or ends the name.

    `start`: where a list was cut, so that only a verb is still looked for. `soft`: behind the nearest adverb, which
    begins the name unless a verb does. `touching`: where a verb begins that stands right before the class word as
    its modifier. `short`, `joint`: as in `Left`.
    """

    __slots__ = ("floor", "head", "joint", "marked", "named", "short", "soft", "start", "touching")

    def __init__(self, marked: MarkedText, head: Head, named: frozenset[int]) -> None:
        self.marked, self.head, self.named = marked, head, named
        self.floor = _floor(marked, head.start)
        self.start: int | None = None
        self.short: int | None = None
        self.joint: int | None = None
        self.soft: int | None = None
        self.touching: int | None = None

    def read(self) -> Left | None:
        """What stands before the class word."""
        marked, at, floor = self.marked, self.head.start, self.floor
        held = marked.holder(at)
        for edge in marked.before(at, floor):
            if marked.holder(edge.start) is not held or (edge.end == at and edge.end in self.named):
                continue
            if edge.end == at and edge.role not in _JOINING:
                if not self._modifies(edge):
                    return None
                self.touching = edge.start
            elif edge.noun and self._is_noun(edge):
                continue
            elif edge.role in GOVERNS:
                return self._governed(edge)
            elif self.start is not None:
                if edge.role in _ENDING:
                    break
            elif self._ends(edge):
                return self._begun(edge.end if self.soft is None else self.soft)
        return self._unended(held is not None or floor == marked.clause_start(at))

    # -------------------------------------------------------------- what an edge does

    def _modifies(self, edge: Edge) -> bool:
        """Whether a verb right before the class word can be its modifier: 落实|机制."""
        return edge.noun and not (edge.role in GOVERNS and self.head.end - self.head.start > _LONG_HEAD)

    def _is_noun(self, edge: Edge) -> bool:
        """Whether a verb is an item of a list, as a noun (受理、办理制度), belongs to the quotation before it
        (“四方”协同机制), or only tells, in what is set up, who does what (完善|公职律师参与决策论证机制)."""
        marked, floor = self.marked, self.floor
        if edge.role in GOVERNS and marked.reading[edge.end] in JOINTS and edge.start > floor:
            return True
        if edge.role == "verb" and marked.reading[edge.start - 1] in CLOSING:
            return True
        if self.start is not None or not edge.inside:
            return False
        before = next((e for e in marked.before(edge.start, floor) if e.role != "and"), None)
        return before is not None and before.role == "set" and 1 < edge.start - before.end <= _NEAR

    def _ends(self, edge: Edge) -> bool:
        """Whether a name begins behind a word that is no verb; else what the word tells is noted."""
        if edge.role == "of":
            if self.short is None and edge.end < self.head.start:
                self.short = edge.end
        elif edge.role == "and":
            if edge.start in self.named or self._parts_items(edge):
                self.start = edge.end
            elif self.short is None and self.joint is None:
                self.joint = edge.end
        elif edge.role == "adverb":
            self.soft = edge.end if self.soft is None else self.soft
        else:
            reading = self.marked.reading
            return not (reading[edge.start] == "各" and reading[edge.start - 1] == "、")
        return False

    def _parts_items(self, edge: Edge) -> bool:
        """Whether 和 and the like stand between two items of a list, not within one name."""
        marked, head = self.marked, self.head
        return head.use == "built" or _ends_item(marked, edge.start) or _behind_quote(marked, edge, head)

    # -------------------------------------------------------------- what was read

    def _governed(self, verb: Edge) -> Left | None:
        """The name behind a verb, or behind an adverb far from it."""
        start = self.start
        if start is None and self.soft is not None and self.soft - verb.end > _NEAR:
            start = self.soft
        return self._begun(verb.end if start is None else start, verb)

    def _begun(self, start: int, verb: Edge | None = None) -> Left | None:
        return None if self.touching == start else Left(start, verb, self.short, self.joint)

    def _unended(self, bound: bool) -> Left | None:
        """The name that nothing ends but the clause."""
        start = self.soft if self.start is None else self.start
        if self.touching is not None and self.touching in {start, self.floor}:
            return None
        if start is not None:
            return Left(start, None, self.short, self.joint)
        return Left(self.floor, None, self.short, self.joint, bound)


def _floor(marked: MarkedText, position: int) -> int:
    """How far left a name that ends at a position can reach: its clause, title, quotation or bracket."""
    floor = max(marked.clause_start(position), position - _REACH)
    if (title := marked.title_at(position)) is not None:
        floor = max(floor, title.start + 1)
    if (held := marked.holder(position)) is not None:
        floor = max(floor, held.start + 1)
    return floor


def _behind_quote(marked: MarkedText, edge: Edge, head: Head) -> bool:
    """Whether a list goes on from a quotation to a name without one (“速裁法庭”和律师工作站), or the reverse."""
    reading = marked.reading
    if reading[edge.start - 1] in CLOSING:
        return "“" not in reading[edge.end : head.start]
    return reading[edge.end] in OPENING


def _ends_item(marked: MarkedText, at: int) -> bool:
    """Whether a point of a list is the end of an item of its own: a class word (A机制、B机制) or a figure (24次、)."""
    if _FIGURE.search(marked.reading, max(0, at - 6), at):
        return True
    ends = (at - 1, at) if marked.reading[at - 1] in CLOSING else (at, at)
    return any(head.use not in {"quoted", "built"} for head in marked.heads_in(*ends))
