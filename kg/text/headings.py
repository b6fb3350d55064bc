"""Where sections begin: numbers of headings, headings without number, points that run in, turns, the closing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from kg.model import Role, Span
from kg.numerals import small_number
from kg.ontology import Rule, any_of, rules_of

POINT_RANK, TEXT_RANK, CLOSING_RANK = 8.0, 1.0, 0.0
_UNNUMBERED_RANK = 2.0
_BOUNDARY = "。;:!?\n”)》"
_TITLE_END = re.compile("[。;:!?\n]")
_LONGEST_TITLE = 50
"""Characters of a heading that is taken whole; a longer sentence gives its first clause."""
_LONGEST_LINE, _LEAST_BELOW, _BELOW = 30, 40, 400
"""Characters of a heading without number, and how many the paragraph below it has at least, and is looked at."""
_RUN_ON_RANK = 3  # the ranks of 一、 and (一): digits after words are mostly no headings
_SENTENCE_START = re.compile(r"(?<=[。!?])[”’)》]*(?=[^。!?”’)》\n])")
_BARE_LINE = re.compile(r"[\u4e00-\u9fff“”《》、,\d+()]{4,30}")


class Mark(Struct, frozen=True):
    """Where a section begins. `rank` orders headings (small is high), `until` is a fixed end if it has one.

    `kind`: heading, point, turn, text (unnumbered), closing. `leads`: a list follows what is said here. `closes`: the
    rank down to which it closes sections, of a turn that tells of the whole report behind its numbered parts.
    """

    start: int
    rank: float
    kind: str
    number: str
    title: Span
    until: int | None = None
    role: Role | None = None
    leads: bool = False
    closes: float | None = None


def title_of(reading: str, start: int, end: int) -> Span:
    """A heading without its number: up to the first stop, of a long sentence its first clause."""
    stop = _TITLE_END.search(reading, start, end)
    last = stop.start() if stop else end
    if last - start > _LONGEST_TITLE:
        comma = reading.find(",", start + 4, last)
        last = comma if comma > 0 else last
    return Span(start, last)


def heading(reading: str, start: int, end: int) -> Mark | None:
    """The numbered heading that a paragraph begins with."""
    if not any_of("text_sections", "number").match(reading, start, end):
        return None
    for rule in rules_of("text_sections", "number"):
        match = rule.pattern.match(reading, start, end)
        if match and match.end() < end:
            return Mark(start, rule.gives["rank"], "heading", match[0], title_of(reading, match.end(), end))
    return None


def inline_headings(reading: str, start: int, end: int, head: Mark | None) -> Iterator[Mark]:
    """Numbered headings within a paragraph, as where line breaks were lost: each goes on with its series.

    One that has no stop before it must lie within a heading just begun (一、工作情况(一)抓学习).
    """
    found = sorted(
        (
            (m, rule)
            for rule in rules_of("text_sections", "number")
            for m in rule.matches(reading, start, end)
            if _order(m)
        ),
        key=lambda pair: pair[0].start(),
    )
    seconds = {rule.name: m.start() for m, rule in found if _order(m) == 2}
    last = head
    series = {head.rank: place_of(head)} if head and head.number else {}
    for match, rule in found:
        at, rank, order = match.start(), rule.gives["rank"], _order(match)
        if at == start or match.end() >= end or order != series.get(rank, 0) + 1:
            continue
        if order == 1 and seconds.get(rule.name, 0) < at:
            continue
        if reading[at - 1] in _BOUNDARY or (rank <= _RUN_ON_RANK and last and _just_begun(reading, last, rank, at)):
            series = {r: o for r, o in series.items() if r < rank} | {rank: order}
            last = Mark(at, rank, "heading", match[0], title_of(reading, match.end(), end), until=end)
            yield last


def place_of(head: Mark) -> int:
    """The place of a numbered heading in its series; 0 where its number is none that is known."""
    return small_number(head.number.strip("()、.,:")) or 0


def _just_begun(reading: str, last: Mark, rank: float, at: int) -> bool:
    """Whether a place lies within the words of a higher heading."""
    return last.rank < rank and at - last.start <= _LONGEST_TITLE and not _TITLE_END.search(reading, last.start, at)


def _order(match: re.Match[str]) -> int:
    number = next((value for value in match.groupdict().values() if value), "")
    return small_number(number) if number else 0


def line_heading(reading: str, start: int, end: int, deep: float) -> Mark | None:
    """A paragraph that is a heading without number: by its words, or (rank `deep`) a bare phrase between paragraphs."""
    if end - start > _LONGEST_LINE:
        return None
    last = end - (reading[end - 1] == ":")
    if any_of("text_sections", "line").fullmatch(reading, start, end):
        return Mark(start, _UNNUMBERED_RANK, "heading", "", Span(start, last))
    if not _BARE_LINE.fullmatch(reading, start, end) or reading[start - 2 : start] not in {"。\n", "!\n"}:
        return None
    after = reading[end + 1 : end + _BELOW].partition("\n")[0]
    if len(after) < _LEAST_BELOW or "。" not in after:
        return None
    return Mark(start, deep, "heading", "", Span(start, end))


def points(reading: str, start: int, end: int) -> Iterator[Mark]:
    """Points that run in: 一是 … 二是 …, each up to the next or the end of the paragraph."""
    found: list[tuple[re.Match[str], int]] = []
    for begin in any_of("text_sections", "point").finditer(reading, start, end):
        for rule in rules_of("text_sections", "point"):
            match = rule.pattern.match(reading, begin.start(), end)
            if match and (order := _place_in_series(reading, match, rule, start, found[-1][1] if found else 0)):
                found.append((match, order))
                break
    starts = [match.start() for match, _ in found] + [end]
    for (match, _), stop in zip(found, starts[1:], strict=True):
        title = title_of(reading, match.end(), stop)
        yield Mark(match.start(), POINT_RANK, "point", match[0], title, until=end)


def _place_in_series(reading: str, match: re.Match[str], rule: Rule, start: int, last: int) -> int:
    """Which point of a series a match is; 0 if it is none, by what stands before it and by the points before."""
    groups = match.groupdict()
    order = small_number(groups["n"]) if "n" in groups else 1 if "first" in groups else last + 1 if last else 0
    before = reading[match.start() - 1] if match.start() > start else "\n"
    goes_on = order in {1, last + 1}
    if before in _BOUNDARY and (rule.gives["certain"] or goes_on):
        return order
    return order if before in ",、" and goes_on else 0


def turns(reading: str, start: int, end: int, year: int | None) -> Iterator[Mark]:
    """Sentences that begin a passage of another role: 下一步,…"""
    starts = [start, *(m.end() for m in _SENTENCE_START.finditer(reading, start, end))]
    for at in starts:
        if not any_of("text_sections", "turn").match(reading, at, end):
            continue
        role = next(
            (Role(r.gives["gives"]) for r in rules_of("text_sections", "turn") if _turns(r, reading, at, end, year)),
            None,
        )
        if role:
            leads = reading[end - 1] == ":" or (at == start and role is Role.PLANNED)
            yield Mark(at, POINT_RANK, "turn", "", Span(at, at), end, role, leads)


def _turns(rule: Rule, reading: str, at: int, end: int, year: int | None) -> bool:
    match = rule.pattern.match(reading, at, end)
    return match is not None and is_later(match, year)


def is_later(match: re.Match[str], year: int | None) -> bool:
    """Whether a match names the year after the report's, or needs none."""
    named = match.groupdict().get("year")
    return named is None or (year is not None and int(named) == year + 1)


def closing_start(reading: str, lines: Iterable[Span]) -> int | None:
    """Where the closing begins: the last lines that are signature, date, or words of the form's end."""
    start = None
    for line in reversed(list(lines)):
        apart = any_of("text_sections", "apart").fullmatch(reading, *line) is not None
        if not apart and not any(
            rule.pattern.match(reading, *line) for rule in (*rules_of("text_sections", "closing"), *_openings())
        ):
            break
        start = line.start
    return start or None


@cache
def _openings() -> tuple[Rule, ...]:
    """Rules on lines apart that need only begin such a line."""
    return tuple(rule for rule in rules_of("text_sections", "apart") if rule.gives.get("begins"))
