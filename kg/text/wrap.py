"""Lines to paragraphs: where a line break only wraps, as in text taken from a PDF, and where a paragraph ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.ontology import any_of

_LINE = re.compile(r"[^\n]+")
_PAGE_NUMBER = re.compile(r"[—–-] *\d{1,3} *[—–-]|第 *\d{1,3} *页(?:[,/ ]*共 *\d{1,3} *页)?|\d{1,3} */ *\d{1,3}")
_ASCII = re.compile(r"[!-~]")
_STOPS = frozenset("。!?:;…")
_GOES_ON = frozenset(",、《(“‘「〈—·")
_CLOSERS = "”’)》」』]】\"'*"
_OPEN, _CLOSE = "《(“", "》)”"
_SPREAD = 3
"""Characters by which lines that reach the margin differ in width: punctuation does not begin a line."""
_FEWEST_FULL, _SHARE_FULL = 3, 0.15
"""How many lines reach the margin of a text whose lines are cut, and which share of them all."""
_MARGINS = (15, 90)
"""Characters of the narrowest and the widest line of such a text."""
_LONGEST_HEADING = 30
"""Characters of a line that can be a heading."""


class Line(Struct, frozen=True):
    """A line that is not blank, without the blanks at its edges."""

    start: int
    end: int
    words: str
    indented: bool

    @property
    def width(self) -> float:
        """How much room it takes with its indentation, a Chinese character being one."""
        narrow = len(_ASCII.findall(self.words))
        return len(self.words) - self.words.count(" ") - narrow / 2 + 2 * self.indented


class Layout(Struct, frozen=True):
    """How a text is set: the width at which lines are cut (None: one line a paragraph), and whether it indents."""

    width: float | None
    indents: bool

    def full(self, line: Line) -> bool:
        """Whether a line reaches the margin."""
        return self.width is not None and line.width >= self.width - _SPREAD


def _lines(seen: str) -> list[Line]:
    """The lines of a text; page numbers between two pages are passed over."""
    found = []
    for match in _LINE.finditer(seen):
        words = match[0].strip(" ")
        if words and not _PAGE_NUMBER.fullmatch(words):
            start = match.start() + match[0].index(words[0])
            found.append(Line(start, start + len(words), words, start - match.start() >= 2))
    return found


def layout_of(lines: list[Line]) -> Layout:
    """Lines are cut where a good share of them is equally wide, and hardly any is wider."""
    widths = sorted(line.width for line in lines)
    indents = sum(line.indented for line in lines) > 1
    margin = widths[int(len(widths) * 0.97)] if widths else 0
    full = sum(abs(width - margin) <= _SPREAD for width in widths)
    cut = _MARGINS[0] <= margin <= _MARGINS[1] and full >= max(_FEWEST_FULL, _SHARE_FULL * len(widths))
    return Layout(margin if cut else None, indents)


def paragraphs(seen: str) -> Iterator[list[Line]]:
    """Lines of a folded text, those of a paragraph together."""
    lines = _lines(seen)
    layout = layout_of(lines)
    group: list[Line] = []
    for line in lines:
        if group and not _wraps(group, line, layout):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _wraps(group: list[Line], line: Line, layout: Layout) -> bool:
    """Whether a line goes on with the paragraph before it."""
    last = group[-1]
    ending = last.words[-1]
    words = line.words.replace(" ", "")
    if any_of("text_sections", "number", "apart").match(words[:60]) or any_of("text_sections", "line").fullmatch(words):
        return False
    if ending in _GOES_ON:
        return True
    if line.indented and layout.indents and not _within_brackets(group):
        return False
    if last.words.rstrip(_CLOSERS)[-1:] in _STOPS:
        return layout.full(last) and layout.indents and not line.indented
    return layout.full(last) or _is_running(group)


def _within_brackets(group: list[Line]) -> bool:
    words = group[-1].words
    return any(words.count(a) > words.count(b) for a, b in zip(_OPEN, _CLOSE, strict=True))


def _is_running(group: list[Line]) -> bool:
    """Whether lines are cut prose: they hold a comma or a stop, and are no heading, with a number or without."""
    words = group[-1].words
    if _within_brackets(group):
        return True
    if len(group) == 1 and not re.search("[。;]", words):
        return len(words) > _LONGEST_HEADING and not any_of("text_sections", "number").match(words) and "," in words
    return bool(re.search("[,。;]", words)) or len(group) > 1
