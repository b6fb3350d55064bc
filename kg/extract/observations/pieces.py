"""A sentence cut into the pieces that count something: where figures stand, what stands before and behind each.

研判案件20件、线索8条,其中重大3条 → [研判案件|20件|] [|线索|8条] [其中重大|3条|]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from kg.extract.observations.figures import Figure
from kg.extract.verbs import verb_at
from kg.model import Span

_MARK = re.compile(r",|;|:|!|\?|、|\(|\)|《|》|\n|和|以及|及|与|共计|共|累计|并|其中")
"""One by one, so that `re` knows the signs to look for."""
_AND_SO_ON = re.compile(r"等(?![级候额同待距值效闲])")
_HARD = frozenset(",;:!?\n")
_OPENED_BY = {")": "(", "”": "“", "’": "‘"}
_REACH = 14
"""How far a figure may stand from the 和 that joins it to the one before."""


class Piece(Struct, frozen=True):
    """The text between two marks with its figures; `joint` is the mark before it, "" at the sentence's start."""

    span: Span
    figures: tuple[Figure, ...]
    joint: str
    inner: bool = False
    """Whether it stands in a parenthesis, so that it breaks down what stands before."""


def pieces(reading: str, sentence: Span, figures: list[Figure]) -> Iterator[Piece]:
    """The pieces of a sentence that hold figures, in order."""
    numbers = [f.number.start for f in figures]
    start, joint, depth = sentence.start, "", 0
    for mark in _marks(reading, sentence, figures, numbers):
        first, behind = bisect_left(numbers, start), bisect_left(numbers, mark.at)
        if first < behind:
            yield Piece(Span(start, mark.at), tuple(figures[first:behind]), joint, depth > 0)
        start, joint, depth = mark.behind, mark.text, mark.depth


class _Mark(Struct, frozen=True):
    """A place where one piece ends and the next begins; `depth` counts the parentheses open behind it."""

    at: int
    behind: int
    text: str
    depth: int


def _marks(reading: str, sentence: Span, figures: list[Figure], numbers: list[int]) -> Iterator[_Mark]:
    """The marks that part pieces; `numbers` is where the figures' numbers begin."""
    start, depth, title, skip = sentence.start, 0, 0, -1
    taken = set[int]().union(*[range(*f.span) for f in figures])
    for m in _MARK.finditer(reading, *sentence):
        text, at = m[0], m.start()
        if text in "《》":
            title += 1 if text == "《" else -1
            continue
        if title > 0 or at <= skip or at in taken:
            continue
        if text == "(":
            close = reading.find(")", at, sentence.end)
            if close < 0 or bisect_left(numbers, at + 1) == bisect_left(numbers, close):
                skip = close
                continue
            depth += 1
        elif text == ")":
            if depth == 0:
                continue
            depth -= 1
        elif text not in _HARD and not _parts(reading, m, Span(start, sentence.end), figures, numbers):
            continue
        start = m.end() if len(text) == 1 and text not in "共并" else at
        yield _Mark(at, start, text, depth)
    yield _Mark(_end(reading, start, sentence.end), sentence.end, "", 0)


def _end(reading: str, start: int, end: int) -> int:
    """Where the last piece ends, without the sentence's own mark and what closes a quote begun before it."""
    while end > start and (last := reading[end - 1]) in "。!?)”’ ":
        if last in _OPENED_BY and reading.rfind(_OPENED_BY[last], start, end) > reading.rfind(last, start, end - 1):
            break
        end -= 1
    return end


def _parts(reading: str, m: re.Match[str], within: Span, figures: list[Figure], numbers: list[int]) -> bool:
    """Whether a soft mark parts two figures: one stands before it, and one behind it in the same clause."""
    last, next_one = bisect_left(numbers, m.start()) - 1, bisect_left(numbers, m.end())
    if last < 0 or next_one == len(numbers) or numbers[last] < within.start or numbers[next_one] >= within.end:
        return False
    before, behind = figures[last], figures[next_one]
    between = reading[m.end() : behind.span.start]
    if any(c in _HARD or (c == "(" and ")" not in between) for c in between):
        return False
    if m[0] in {"、", "其中"}:
        return _lists(m.start() == before.span.end, between)
    gap = m.start() - before.span.end
    if m[0] in {"和", "以及", "及", "与"}:
        return gap <= _REACH and len(between) <= _REACH
    return gap == 0


def _lists(close: bool, between: str) -> bool:
    """Whether a 、 parts two counts: close behind the first whatever verb follows, else a verb or the next figure."""
    acts = verb_at(between) > 0
    return (close and acts) or (not _AND_SO_ON.search(between) and (close or acts or not between))
