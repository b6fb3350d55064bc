"""A report with every name put as one sign, so that rules about links speak of names and not of letters.

    区局会同区法院建立“一庭两所”联调机制  →  Ⓑ会同Ⓑ建立Ⓜ

Ⓑ bureau, Ⓜ mechanism, Ⓟ program, Ⓛ legal instrument, Ⓗ honour. Quotes right beside a name are left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from msgspec import Struct

from kg.extract.asks import Asks
from kg.model import Entity, Extraction, Label, Span

LETTERS = {
    Label.BUREAU: "Ⓑ",
    Label.MECHANISM: "Ⓜ",
    Label.PROGRAM: "Ⓟ",
    Label.INSTRUMENT: "Ⓛ",
    Label.HONOUR: "Ⓗ",
}
PARTS, LINKS = Asks("parts"), Asks("relations")
"""The rules on who is part of what, and those on the other links."""
_OPENING = frozenset("“\"‘'「『《")
_CLOSING = frozenset("”\"’'」』》")
"""Beside those around names in general, those of a quotation within another, and of a title."""


class Sign(Struct, frozen=True):
    """One name: `at` is its place in the text of signs, `resume` where the reading text goes on behind its quotes."""

    at: int
    span: Span
    resume: int
    entity: Entity
    section: int

    @property
    def label(self) -> Label:
        """Label of the entity."""
        return self.entity.label


class Signs(Struct, frozen=True):
    """The text of signs, and the way back from it to the names and to the reading text.

    `inner` are names within another name, at the outer one's place. `places` and `starts` tell of `every` name where it
    stands in the text of signs, and where it begins in the reading text.
    """

    text: str
    every: tuple[Sign, ...]
    inner: tuple[Sign, ...]
    places: tuple[int, ...]
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> tuple[Sign, ...]:
        """The names in a range of the text of signs."""
        return self.every[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def span(self, start: int, end: int) -> Span:
        """The span of the reading text under a range of the text of signs."""
        return Span(self._reading(start)[0], self._reading(end - 1)[1])

    def place(self, position: int) -> int:
        """The place in the text of signs of a position of the reading text, or of the name that covers it."""
        found = bisect_right(self.starts, position) - 1
        if found < 0:
            return position
        last = self.every[found]
        return last.at if position < last.resume else last.at + 1 + position - last.resume

    def _reading(self, place: int) -> tuple[int, int]:
        found = bisect_right(self.places, place) - 1
        if found < 0:
            return place, place + 1
        last = self.every[found]
        if last.at == place:
            return last.span
        at = last.resume + place - last.at - 1
        return at, at + 1


def signs_of(found: Extraction) -> Signs:
    """The report in signs; of names within one another the outer one has the sign."""
    document = found.document
    reading = document.reading
    sections = [section.span.start for section in document.sections]
    parts: list[str] = []
    every: list[Sign] = []
    inner: list[Sign] = []
    at = done = 0
    for span, entity in _mentions(found):
        if every and span.start < every[-1].span.end:
            if every[-1].span.covers(span):
                inner.append(Sign(every[-1].at, span, span.end, entity, every[-1].section))
            continue
        start = max(span.start - (reading[span.start - 1 : span.start] in _OPENING), done)
        end = span.end + (reading[span.end : span.end + 1] in _CLOSING)
        parts += (reading[done:start], LETTERS[entity.label])
        at += start - done
        every.append(Sign(at, span, end, entity, max(bisect_right(sections, span.start) - 1, 0)))
        at += 1
        done = end
    parts.append(reading[done:])
    places, starts = tuple([sign.at for sign in every]), tuple([sign.span.start for sign in every])
    return Signs("".join(parts), tuple(every), tuple(inner), places, starts)


def _mentions(found: Extraction) -> list[tuple[Span, Entity]]:
    """Mentions with their entities in order of the text, the longer of two that begin at one place first.

    One that runs over the end of a paragraph is left out, so that no rule reads from one paragraph into the next.
    """
    reading = found.document.reading
    pairs = [(m.span, e) for e in found.entities for m in e.mentions if reading.find("\n", *m.span) < 0]
    return sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end))
