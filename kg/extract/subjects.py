"""Whose a figure is, and which mechanism or program it is a figure of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from kg.extract.phrases import of_role, predicate_end
from kg.model import SELF, Entity, Extraction, Label, Section, Sentence, Span

_CLAUSE = re.compile(r"[,;:。!?\n]")


class Actors:
    """The organs of a report as subjects of its clauses."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.reading = found.document.reading
        bureaus = [e for e in found.entities if e.label is Label.BUREAU]
        own = found.named(SELF, Label.BUREAU)
        self.at: dict[int, tuple[int, str]] = {}
        for entity in bureaus:
            for m in entity.mentions:
                if m.span.start not in self.at or self.at[m.span.start][0] < m.span.end:
                    self.at[m.span.start] = (m.span.end, SELF if entity is own else entity.name)
        things = {m.span.start: m.span.end for e in found.entities if e.label in _THINGS for m in e.mentions}
        self.at = {at: hit for at, hit in self.at.items() if things.get(at, 0) <= hit[0]}
        self.things = things
        self.ends = {at: end for at, (end, _) in self.at.items()}
        self.reporter = {at: end for at, (end, name) in self.at.items() if name == SELF}

    def of(self, sentence: Sentence, start: int) -> tuple[str | None, Span | None]:
        """The organ that is the subject of the figure's piece, else of a clause before it; else the reporter."""
        starts = [sentence.span.start, *(m.end() for m in _CLAUSE.finditer(self.reading, sentence.span.start, start))]
        for at in dict.fromkeys((start, *reversed(starts))):
            listed = self.reading[at - 1 : at] in {"、", "和", "及", "与"}
            if hit := self._subject(at, listed):
                return hit
        return SELF, None

    def _subject(self, at: int, listed: bool) -> tuple[str, Span] | None:
        at = skipped(self.reading, at)
        if at not in self.at:
            return (SELF, Span(at, self.things[at])) if at in self.things else None
        end, name = self.at[at]
        if listed and not predicate_end(self.reading[end : end + 8]):
            return None
        if any(rule.pattern.match(self.reading, end) for rule in of_role("no-subject")):
            return None
        return name, Span(at, end)


def skipped(reading: str, at: int) -> int:
    """Behind time words, adverbs and 由 at the start of a clause."""
    while True:
        before = at
        for rule in of_role("skip"):
            if m := rule.pattern.match(reading, at):
                at = m.end()
        if at == before:
            return at + reading.startswith("由", at)


_HEADING = 40
_BACK = 1
_THINGS = frozenset({Label.MECHANISM, Label.PROGRAM})


class Theme(NamedTuple):
    """A mechanism or program, and where it is named."""

    entity: Entity
    span: Span


class Themes:
    """The mechanisms and programs of a report in order of the text."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.reading = found.document.reading
        things = [(m.span, e) for e in found.entities if e.label in _THINGS for m in e.mentions]
        things.sort(key=lambda t: (t[0].start, -t[0].end))
        self.mentions = things
        self.starts = [span.start for span, _ in things]
        named = [m.span for e in found.entities if e.label is not Label.HONOUR for m in e.mentions]
        self.names = sorted(named)
        self.name_starts = [s.start for s in self.names]

    def in_name(self, number: Span) -> bool:
        """Whether a number stands inside a name."""
        upto = bisect_right(self.name_starts, number.start)
        return any(span.covers(number) for span in self.names[max(0, upto - 6) : upto])

    def within(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        """Mentions that begin in a range."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def named(self, span: Span) -> Theme | None:
        """The thing that the figure's own piece names."""
        return self._last(*span)

    def of(self, sentence: Sentence, start: int) -> Theme | None:
        """The thing that the figure's sentence begins with; that the lead of its point names; that the sentence or
        one before it sets going; else the program that a heading above names."""
        section = self.found.document.sections[sentence.section]
        at, upto = sentence.span.start, max(start, sentence.span.start)
        part = max(at, self.reading.rfind(";", at, upto) + 1)
        return (
            self._set_going(at, min(self._opening(sentence), upto), "subject")
            or self._set_going(part, upto, "launch", Label.PROGRAM)
            or self._lead(section)
            or self._set_going(part, upto, "launch")
            or self._before(sentence)
            or self._above(section)
        )

    def _opening(self, sentence: Sentence) -> int:
        """End of the sentence's first clause that is more than a time."""
        at = skipped(self.reading, sentence.span.start)
        m = _CLAUSE.search(self.reading, at, sentence.span.end)
        return m.start() if m else sentence.span.end

    def _lead(self, section: Section) -> Theme | None:
        """What the lead of a point names: a short one whatever it is, a long one what it sets going."""
        start, end = section.title
        if end - start <= _HEADING:
            return self._first(start, end)
        return self._set_going(start, end, "launch")

    def _first(self, start: int, end: int) -> Theme | None:
        named = self.within(start, end)
        return Theme(named[0][1], named[0][0]) if named else None

    def _last(self, start: int, end: int) -> Theme | None:
        named = [hit for hit in self.within(start, end) if not self._is_time(hit[0])]
        return Theme(named[-1][1], named[-1][0]) if named else None

    def _set_going(self, start: int, end: int, role: str, label: Label | None = None) -> Theme | None:
        """The last thing in a stretch of text that is its subject, or what a verb of setting up or running governs."""
        for span, entity in reversed(self.within(start, end)):
            lead = self.reading[max(start, span.start - 24) : span.start]
            wanted = label in (None, entity.label) and not self._is_time(span)
            if wanted and any(rule.pattern.search(lead) for rule in of_role(role)):
                return Theme(entity, span)
        return None

    def _is_time(self, span: Span) -> bool:
        """Whether a name only tells the time: 疫情防控期间."""
        return self.reading.startswith(("期间", "以来", "之前", "时期"), span.end)

    def _before(self, sentence: Sentence) -> Theme | None:
        """What a sentence shortly before, in the same point, sets going."""
        sentences = self.found.document.sentences
        at = bisect_left(sentences, sentence.span.start, key=lambda s: s.span.start)
        for earlier in reversed(sentences[max(at - _BACK, 0) : at]):
            if earlier.section != sentence.section:
                return None
            if hit := self._set_going(*earlier.span, "launch"):
                return hit
        return None

    def _above(self, section: Section) -> Theme | None:
        sections = self.found.document.sections
        parent = section.parent
        while parent is not None:
            hit = self._first(*sections[parent].title)
            if hit and hit.entity.label is Label.PROGRAM:
                return hit
            parent = sections[parent].parent
        return None
