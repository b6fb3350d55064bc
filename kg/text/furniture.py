"""What belongs to the web page and not to the report: crumbs, buttons, info lines, footers, lists of links."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence

from kg.model import Span
from kg.ontology import any_of, rules_of

_LINE = re.compile(r"[^\n]+")
_PROSE = re.compile('[。,;:!?、《》“”"]|年.{0,4}月|第.{1,3}[条次]')
_LONGEST_LINE, _LONGEST_NAME = 240, 16
"""Characters of a line that is no part of the report, and of the name of another site."""
_FEWEST_NAMES = 3
"""Names that make a list of links; three times as many where none is known as that of a site."""


def furniture_of(text: str, reading: str, offsets: array[int]) -> tuple[Span, ...]:
    """Spans of the reading text that are no part of the report, in order, none overlapping."""
    lines = [Span(*m.span()) for m in _LINE.finditer(reading)]
    whole = {line for line in lines if _is_furniture(reading, line)}
    tail = _link_list(text, reading, offsets, lines, whole)
    found = whole | set(tail)
    inside = (span for line in lines if line not in found for span in _inside(reading, line))
    return tuple(sorted((*found, *inside)))


def _is_furniture(reading: str, line: Span) -> bool:
    if line.end - line.start > _LONGEST_LINE:
        return False
    return any_of("text_furniture", "line").fullmatch(reading, *line) is not None


def _inside(reading: str, line: Span) -> Iterator[Span]:
    edges = [line]
    if line.end - line.start > 4 * _LONGEST_LINE:  # buttons stand at the edges of a paragraph
        edges = [Span(line.start, line.start + _LONGEST_LINE), Span(line.end - _LONGEST_LINE, line.end)]
    for edge in edges:
        yield from (
            Span(*m.span()) for rule in rules_of("text_furniture", "inside") for m in rule.matches(reading, *edge)
        )


def _link_list(text: str, reading: str, offsets: array[int], lines: Sequence[Span], whole: set[Span]) -> list[Span]:
    """The last lines where they are names of other sites: short, without punctuation, one of them known as such."""
    run: list[Span] = []
    for line in reversed(lines):
        if line not in whole and not _is_name_line(text[offsets[line.start] : offsets[line.end - 1] + 1]):
            break
        run.append(line)
    names = [line for line in run if line not in whole]
    while names and any(
        rule.pattern.fullmatch(reading, *names[-1]) for rule in rules_of("text_furniture", "signature")
    ):
        names.pop()
    known = any(any_of("text_furniture", "site").search(reading, *line) for line in names)
    parts = sum(len(text[offsets[line.start] : offsets[line.end - 1] + 1].split()) for line in names)
    return names if parts >= _FEWEST_NAMES and (known or parts >= 3 * _FEWEST_NAMES) else []


def _is_name_line(raw: str) -> bool:
    """Whether a line is one short name, or several with blanks between them."""
    names = raw.split()
    return not _PROSE.search(raw) and max(map(len, names)) <= _LONGEST_NAME
