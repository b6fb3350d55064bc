"""The parts of the reports' texts that the page holds: the paragraphs with evidence, each once."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from kg.graph.network import Place, SectionPlace

_PARAGRAPH = re.compile(r"(?:[。！？!?：:；;][”’」』）)]*\s*?\n|\n\s*\n)\s*")
"""A line that ends with a full stop, and blank lines; other line breaks are those of a page's width."""
_BLANKS = re.compile(r"[\s*]*")
_LINE_END = re.compile(r"(?:[^\S\n]|\*)*\n\s*")
_LONGEST = 2_000
"""Characters of a paragraph that is shown whole."""
_HEADING = 40
"""Characters of a heading above a passage."""


def _behind(text: str, section: SectionPlace) -> int:
    """Where the text of a section begins: on the line behind its heading; a heading in a sentence stays with it."""
    end = section.begin
    for char in "".join(section.heading.split()):
        blank = _BLANKS.match(text, end)
        end = blank.end() if blank else end
        if end >= len(text) or unicodedata.normalize("NFKC", text[end]) != unicodedata.normalize("NFKC", char):
            return section.begin
        end += 1
    line = _LINE_END.match(text, end)
    return line.end() if line else section.begin


class Passages:
    """Paragraphs in the order in which they were asked for. A row is report, begin, heading, text."""

    def __init__(self, texts: Mapping[str, str], sections: Mapping[str, Sequence[SectionPlace]]) -> None:
        self._texts = texts
        self._sections = sections
        self._breaks: dict[str, list[int]] = {}  # where paragraphs begin, and the text's end: enough for most questions
        self._outer: dict[str, list[int]] = {}
        self._known: dict[tuple[str, int, int], int] = {}
        self.rows: list[tuple[str, int, str, str]] = []

    def place(self, place: Place) -> tuple[int, int, int] | None:
        """Number of the passage that holds a place, and the place in it; None without a text."""
        found = self._around(place)
        if found is None:
            return None
        report, first, last = found
        if found not in self._known:
            self._known[found] = len(self.rows)
            self.rows.append((report, first, self._heading(report, first), self._texts[report][first:last]))
        return self._known[found], place[1] - first, place[2] - first

    def known(self, place: Place) -> tuple[int, int, int] | None:
        """As `place`, for a passage that is there already; None where it is not."""
        found = self._around(place)
        number = self._known.get(found) if found else None
        return None if found is None or number is None else (number, place[1] - found[1], place[2] - found[1])

    def _around(self, place: Place) -> tuple[str, int, int] | None:
        report, start, end = place
        if report not in self._breaks:
            text = self._texts.get(report)
            self._breaks[report] = [] if text is None else self._found_breaks(report, text)
        breaks = self._breaks[report]
        if not breaks or not start <= end <= breaks[-1]:
            return None
        after = bisect_left(breaks, max(end, start + 1))
        first, last = breaks[max(0, bisect_right(breaks, start) - 1)], breaks[min(after, len(breaks) - 1)]
        if last - first > _LONGEST:  # a text without full stops: what stands around the place
            first, last = max(first, start - _LONGEST // 4), min(last, end + _LONGEST // 4)
        return report, first, last

    def _found_breaks(self, report: str, text: str) -> list[int]:
        paragraphs = {m.end() for m in _PARAGRAPH.finditer(text)}
        sections = self._sections.get(report, ())
        begins = {s.begin for s in sections} | {_behind(text, s) for s in sections}
        return sorted({0, len(text)} | paragraphs | begins)

    def _heading(self, report: str, begin: int) -> str:
        """Headings of the sections that a place stands in, the outer ones first."""
        sections = self._sections.get(report, ())
        if report not in self._outer:
            self._outer[report] = _outer(sections)
        titles: list[str] = []
        n = bisect_right(sections, begin, key=lambda s: s.begin) - 1
        while n >= 0:
            if begin < sections[n].end and sections[n].heading:
                titles.append("".join(sections[n].heading.split()))
            n = self._outer[report][n]
        return " › ".join(t if len(t) <= _HEADING else t[: _HEADING - 1] + "…" for t in reversed(titles))


def _outer(sections: Sequence[SectionPlace]) -> list[int]:
    """For each section, in the order in which they begin, the one around it; -1 for none."""
    found: list[int] = []
    for n, section in enumerate(sections):
        around = n - 1
        while around >= 0 and sections[around].end <= section.begin:
            around = found[around]
        found.append(around)
    return found
