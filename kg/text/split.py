"""Sections, sentences and roles of a reading text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg.model import Role, Section, Sentence, Span
from kg.ontology import rules_of
from kg.text.headings import (
    CLOSING_RANK,
    TEXT_RANK,
    Mark,
    closing_start,
    heading,
    inline_headings,
    is_later,
    line_heading,
    place_of,
    points,
    turns,
)

_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^。!?\n]+(?:[。!?]+[”’)》」』]*)?")
_TITLE_IN_TITLE = re.compile(r"《[^》]*》")
_FIRST_POINT = re.compile(r"\s*(?:一是|首先)")
_SHORT = 30
"""Characters of a heading that is judged by its words whatever its rank."""
_JUDGED = 3
"""Headings of a higher rank are judged by their words only where they are short."""
_LAST_LINES = 6
"""Lines at the end in which the closing begins."""


def lines_of(reading: str, furniture: Sequence[Span] = ()) -> list[Span]:
    """The paragraphs of the report, furniture (in order, never over a line's end) left out."""
    found: list[Span] = []
    at = 0
    for match in _LINE.finditer(reading):
        start, end = match.span()
        while at < len(furniture) and furniture[at].start < end:
            if start < furniture[at].start:
                found.append(Span(start, furniture[at].start))
            start = furniture[at].end
            at += 1
        if start < end:
            found.append(Span(start, end))
    return found


def sections_of(reading: str, furniture: Sequence[Span] = (), year: int | None = None) -> tuple[Section, ...]:
    """Section tree in order of the text; index 0 is the opening. `year`: the year reported on, if known."""
    lines = lines_of(reading, furniture)
    end = lines[-1].end if lines else len(reading)
    marks = _marks(reading, lines, year)
    tree = _Tree(reading, year)
    for mark in [_opening(reading, lines, marks), *marks]:
        tree.add(mark)
    return tree.finished(end)


def _marks(reading: str, lines: Sequence[Span], year: int | None) -> list[Mark]:
    """Every beginning of a section but the first, in order of the text."""
    close = closing_start(reading, lines[-_LAST_LINES:])
    body = [line for line in lines if close is None or line.start < close]
    numbered = {line.start: mark for line in body if (mark := heading(reading, *line))}
    deep = 4.0 if any(mark.rank == _JUDGED for mark in numbered.values()) else 3.0
    found: list[Mark] = []
    for line in body:
        head = numbered.get(line.start) or line_heading(reading, *line, deep)
        found += [head] if head else []
        inner = _inner(reading, line, head, year)
        found += [mark for mark in inner if not head or mark.start > head.start]
    if close is not None:
        found.append(Mark(close, CLOSING_RANK, "closing", "", Span(close, close), role=Role.CLOSING))
    found = _behind_numbered(found, frozenset(line.start for line in body))
    return _with_text_after_opening(reading, lines, _apart(found))


def _behind_numbered(marks: Sequence[Mark], starts: frozenset[int]) -> list[Mark]:
    """Marks with turns that close the numbered parts: they begin a paragraph and no part goes on behind them.

    What they lead to may be numbered anew from one on; it then belongs to them.
    """
    numbered = [mark for mark in marks if mark.kind == "heading" and mark.number]
    if not numbered:
        return list(marks)
    top = min(mark.rank for mark in numbered)
    return [
        replace(mark, closes=rank)
        if mark.kind == "turn" and mark.start in starts and (rank := _closes(mark, numbered, top)) is not None
        else mark
        for mark in marks
    ]


def _closes(turn: Mark, numbered: Sequence[Mark], top: float) -> float | None:
    """The rank down to which a turn closes sections; None where no numbered part is before it, or one goes on."""
    coming = [mark for mark in numbered if mark.start > turn.start]
    anew = [mark for mark in coming if mark.rank == top]
    if len(coming) == len(numbered) or any(place_of(mark) != 1 for mark in (*coming[:1], *anew[:1])):
        return None
    return top - 0.5 if anew else top


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Marks with titles that end where the next mark begins."""
    ends = [mark.start for mark in marks[1:]] + [len(marks) and marks[-1].title.end]
    return [
        replace(mark, title=Span(mark.title.start, max(mark.title.start, min(mark.title.end, end))))
        for mark, end in zip(marks, ends, strict=False)
    ]


def _inner(reading: str, line: Span, head: Mark | None, year: int | None) -> list[Mark]:
    """Headings, points and turns in a paragraph; a turn ends the point before it, unless another point follows."""
    listed = list(points(reading, *line))
    last = listed[-1].start if listed else 0
    turned = [
        replace(mark, rank=mark.rank + 1, leads=False) if mark.start < last else mark
        for mark in turns(reading, *line, year)
    ]
    inline = inline_headings(reading, *line, head)
    return sorted([*listed, *turned, *inline], key=lambda mark: (mark.start, mark.rank))


def _opening_end(reading: str, lines: Sequence[Span], first: int) -> int | None:
    """Where the paragraph that leads to the report ends, before its first heading."""
    rules = rules_of("text_sections", "opening")
    ends = (line.end for line in lines if line.start < first and any(r.pattern.search(reading, *line) for r in rules))
    return next(ends, None)


def _first_heading(reading: str, marks: Sequence[Mark]) -> int:
    return next((mark.start for mark in marks if mark.kind in {"heading", "closing"}), len(reading))


def _opening(reading: str, lines: Sequence[Span], marks: Sequence[Mark]) -> Mark:
    """The first section; text without headings that nothing leads to is no opening, but the report itself."""
    next_mark = next((mark for mark in marks if mark.kind not in {"point", "text"}), None)
    end = _opening_end(reading, lines, _first_heading(reading, marks))
    if end is None and (next_mark is None or next_mark.kind != "heading"):
        return Mark(0, CLOSING_RANK, "text", "", Span(0, 0), next_mark.start if next_mark else None, Role.DONE)
    return Mark(0, CLOSING_RANK, "text", "", Span(0, 0), end or _first_heading(reading, marks), Role.OPENING)


def _with_text_after_opening(reading: str, lines: Sequence[Span], marks: list[Mark]) -> list[Mark]:
    """Unnumbered text between the opening and the first heading is a section of its own."""
    first = _first_heading(reading, marks)
    end = _opening_end(reading, lines, first)
    start = next((line.start for line in lines if end is not None and end <= line.start < first), None)
    if start is None:
        return marks
    text = Mark(start, TEXT_RANK, "text", "", Span(start, start), first, Role.DONE)
    return sorted([*marks, text], key=lambda mark: (mark.start, mark.rank))


class _Open(Struct):
    """A section under way. `mixed`: it is about shortcomings and plans both, and `role` is what holds just now."""

    index: int
    mark: Mark
    role: Role
    mixed: bool = False


class _Tree:
    """Sections as marks are met; a mark closes what is of its rank or lower, and what has come to its fixed end."""

    def __init__(self, reading: str, year: int | None) -> None:
        self.reading, self.year = reading, year
        self.stack: list[_Open] = []
        self.found: list[Section] = []

    def add(self, mark: Mark) -> None:
        """Begin a section."""
        self._close(mark.start, mark.rank)
        above = self.stack[-1] if self.stack else None
        if mark.kind == "turn":
            if above and above.role is mark.role:
                return
            mark = self._closing(mark, above) or self._placed(mark, above)
            above = self.stack[-1] if self.stack else None
        role, mixed = self._role(mark, above)
        parent = above.index or None if above else None
        level = self.found[above.index].level + 1 if above and above.index else int(bool(self.found))
        index = len(self.found)
        self.found.append(Section(index, parent, level, mark.number, mark.title, Span(mark.start, mark.start), role))
        self.stack.append(_Open(index, mark, role, mixed))
        if above and above.mixed and role is Role.PLANNED:
            above.role = role

    def finished(self, end: int) -> tuple[Section, ...]:
        """The sections, all closed at the end of the report."""
        self._close(end, CLOSING_RANK)
        return tuple(self.found)

    def _close(self, at: int, rank: float | None) -> None:
        while self.stack:
            last = self.stack[-1]
            until = last.mark.until
            if not (until is not None and until <= at) and (rank is None or last.mark.rank < rank):
                return
            end = at if until is None else min(at, until)
            section = self.found[last.index]
            self.found[last.index] = replace(section, span=Span(section.span.start, end))
            self.stack.pop()

    def _closing(self, mark: Mark, above: _Open | None) -> Mark | None:
        """A turn that tells of the whole report, once what it closes is closed; it runs on to the next such turn.

        None for other turns, and where a heading has promised shortcomings and plans both, or plans.
        """
        closes = above.mark.closes if above and mark.closes is None and above.mark.kind == "turn" else mark.closes
        if closes is None or any(o.mixed or (o.role is Role.PLANNED and o.mark.kind != "turn") for o in self.stack):
            return None
        self._close(mark.start, closes)
        return replace(mark, rank=closes, closes=closes, until=None)

    def _placed(self, mark: Mark, above: _Open | None) -> Mark:
        """A turn runs to the end of its paragraph, one that leads to the end of the section that it stands in."""
        rank = (above.mark.rank if above else CLOSING_RANK) + 0.5
        end = mark.until or 0
        pointed = _FIRST_POINT.match(self.reading, end) is not None
        listed = self.reading[end - 1] == ":" or pointed
        free = above is None or above.role is not Role.DONE or above.mark.kind == "text"
        leads = mark.leads or (pointed and mark.role is Role.GAP)
        return replace(mark, rank=rank, until=None if leads and (listed or free) else mark.until)

    def _role(self, mark: Mark, above: _Open | None) -> tuple[Role, bool]:
        """What a section is for: by itself, else by its heading, else as the section that it lies in."""
        inherited = above.role if above and above.role is not Role.OPENING else Role.DONE
        if mark.role is not None:
            return mark.role, False
        if inherited is Role.PLANNED and not (above and above.mixed):
            return inherited, False
        title = _TITLE_IN_TITLE.sub("", self.reading[mark.title.start : mark.title.end])
        told = self._told(title) if mark.rank <= _JUDGED or len(title) <= _SHORT else []
        if mark.kind == "point" and not (above and above.mixed):
            told = []
        if told:
            return told[0], len(set(told)) > 1
        if above and above.mixed:
            return self._cued(title) or inherited, False
        return inherited, False

    def _told(self, title: str) -> list[Role]:
        """Roles that a heading's words tell, in their order."""
        for rule in rules_of("text_sections", "guard"):
            title = rule.pattern.sub("", title)
        matches = ((rule, m) for rule in rules_of("text_sections", "heads") for m in rule.matches(title))
        found = [(m.start(), Role(rule.gives["gives"])) for rule, m in matches if is_later(m, self.year)]
        return [role for _, role in sorted(found)]

    def _cued(self, title: str) -> Role | None:
        return next((Role(r.gives["gives"]) for r in rules_of("text_sections", "cue") if r.pattern.search(title)), None)


def sentences_of(reading: str, sections: Sequence[Section], furniture: Sequence[Span] = ()) -> tuple[Sentence, ...]:
    """Sentences of the report, each with its innermost section: ended by 。!? or the paragraph's end, never by ;"""
    found = []
    stack: list[int] = []
    coming = 0
    for line in lines_of(reading, furniture):
        for match in _SENTENCE.finditer(reading, *line):
            at = match.start()
            while coming < len(sections) and sections[coming].span.start <= at:
                stack.append(coming)
                coming += 1
            while len(stack) > 1 and sections[stack[-1]].span.end <= at:
                stack.pop()
            found.append(Sentence(Span(*match.span()), stack[-1] if stack else 0))
    return tuple(found)
