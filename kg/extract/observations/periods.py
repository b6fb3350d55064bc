"""The time a figure covers, where it is not the report year: 截至12月22日, 近两年, 每周, 党的十八大以来."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from kg.extract.cues import Cued
from kg.marks import is_han
from kg.model import Document, Span
from kg.ontology import Rule, rules_of

_ENDS = {
    "sentence": re.compile(r"\n"),
    "run": re.compile(";"),
    "next": re.compile("[,;:。][^,;:。]*[,;:。]"),
    "clause": re.compile("[,;:。]"),
    "number": re.compile(r"\D(?=[\d.,]+)[\d.,]+"),
}
"""What ends the reach of a time: a semicolon, unless the sentence begins with it."""
_YEAR = re.compile(r"(20\d\d)年")


class Period(Struct, frozen=True):
    """Words for a time. `text` None: they mean the report year. `until` is where their reach ends.

    `ahead` are the words where they mean the coming year in a plan (年内); `rate`: so often (每月).
    """

    span: Span
    text: str | None
    until: int
    ahead: str | None = None
    rate: bool = False

    @property
    def begins(self) -> int | None:
        """The year that the words name, if they name one."""
        named = _YEAR.search(self.text or "")
        return int(named[1]) if named else None


def report_year(document: Document) -> int | None:
    """The year that a report covers: as given, else the first year that its head names."""
    if document.meta.year is not None:
        return document.meta.year
    first = _YEAR.search(document.reading, 0, 600)
    return int(first[1]) if first else None


def periods(reading: str, sentence: Span, year: int | None) -> list[Period]:
    """The times that a sentence names, in order; each reaches to the next, or to the end of its run or clause."""
    found: list[Period] = []
    taken = sentence.start
    for span, rule in sorted(_spans(reading, sentence), key=lambda s: (s[0].start, -s[0].end)):
        if span.start < taken or _in_title(reading, sentence, span):
            continue
        taken = span.end
        opens = not reading[sentence.start : span.start].strip("在自从")
        reach = rule.gives.get("reach", "sentence" if opens else "next" if _qualifies(reading, span) else "run")
        ends = _ENDS[reach].search(reading, span.end, sentence.end)
        ahead = reading[span.start : span.end] if rule.gives.get("ahead") else None
        found.append(
            Period(
                span, _text(reading, span, rule, year), ends.end() if ends else sentence.end, ahead, reach == "clause"
            )
        )
    return found


def _qualifies(reading: str, span: Span) -> bool:
    """Whether a time since when is told of things, so that it reaches no further than they: 清理2019年以来案件."""
    inside = is_han(reading[span.start - 1 : span.start])
    return inside and reading[span.end - 2 : span.end] == "以来" and reading[span.end : span.end + 1] != ","


def _in_title(reading: str, sentence: Span, span: Span) -> bool:
    return reading.rfind("《", sentence.start, span.start) > reading.rfind("》", sentence.start, span.start)


@cache
def _rules() -> Cued:
    return Cued(rules_of("observations", "period"))


def _spans(reading: str, sentence: Span) -> list[tuple[Span, Rule]]:
    start, end = sentence
    fitting = _rules().fitting(reading[start:end])
    return [(Span(*m.span("period")), rule) for rule in fitting for m in rule.pattern.finditer(reading, start, end)]


def _text(reading: str, span: Span, rule: Rule, year: int | None) -> str | None:
    """The words, or None where they mean the report year."""
    text = reading[span.start : span.end]
    if rule.gives.get("present"):
        return None
    if year is not None and rule.gives.get("year"):
        named = _YEAR.match(text)
        if named is None or int(named[1]) == year:
            return None
    return text


def period_of(found: list[Period], position: int, clause_end: int = 0) -> Period | None:
    """The time that holds at a position: the last one named before it whose reach has not ended.

    Without one, a time that is named behind it before `clause_end` (6个派出所年底前全部完成).
    """
    if not found:
        return None
    reaching = [p for p in found if p.span.start <= position < p.until]
    behind = (p for p in found if position < p.span.start and p.span.end <= clause_end and not p.rate)
    return reaching[-1] if reaching else next(behind, None)
