"""Which mechanism or program a figure is a figure of: a name that merely stands near does not count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from kg.extract.gather import unquoted
from kg.extract.phrases import of_role, says
from kg.extract.subjects import CLAUSE, THINGS, skipped
from kg.model import Entity, Extraction, Label, Section, Sentence, Span

_HEADING = 40
"""A heading or lead that is no longer than this is about whatever it names."""
_NEAR = 3
"""How many clauses after a thing is set going its results may follow."""
_BACK = 2
"""How many sentences back a thing may be set going."""
_CORE = 4
"""Characters that are left of a name without its class word, so that the rest stands for it (疫情防控工作)."""
_LONG_CORE = 6
"""Characters of a core that stands for its name outside headings as well."""
_LEAD = 24


class Theme(NamedTuple):
    """A mechanism or program, and where it is named."""

    entity: Entity
    span: Span


class Themes:
    """The mechanisms and programs of a report in order of the text."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.reading = found.document.reading
        entities = [e for e in found.entities if e.label in THINGS]
        self.mentions = sorted(
            ((m.span, e) for e in entities for m in e.mentions), key=lambda t: (t[0].start, -t[0].end)
        )
        self.starts = [span.start for span, _ in self.mentions]
        self.cores = {core: e for e in entities for form in e.forms if len(core := _core(form)) >= _CORE}
        self.long_cores = [core for core in self.cores if len(core) >= _LONG_CORE]
        self.names = sorted(m.span for e in found.entities if e.label is not Label.HONOUR for m in e.mentions)
        self.name_starts = [s.start for s in self.names]
        self.headings: dict[int, Theme | None] = {}

    def in_name(self, number: Span) -> bool:
        """Whether a number stands inside a name."""
        upto = bisect_right(self.name_starts, number.start)
        return any(span.covers(number) for span in self.names[max(0, upto - 6) : upto])

    def named(self, span: Span) -> Theme | None:
        """The thing that a figure's own piece names."""
        named = [hit for hit in self._within(*span) if not self._is_time(hit[0])]
        return Theme(named[-1][1], named[-1][0]) if named else self._by_core(*span, self.long_cores)

    def of(self, sentence: Sentence, start: int) -> Theme | None:
        """The thing that a clause shortly before sets going; that the figure's sentence begins with; that the lead of
        its point names; that a sentence before sets going; else what a heading above names."""
        section = self.found.document.sections[sentence.section]
        at, upto = sentence.span.start, max(start, sentence.span.start)
        return (
            self._set_going(self._near(at, upto), upto, "launch")
            or self._set_going(at, min(self._opening(sentence), upto), "subject")
            or self._heading(section)
            or self._before(sentence)
            or self._above(section)
        )

    def _near(self, start: int, upto: int) -> int:
        """Where the clauses begin whose doings a figure can be a result of: the last few, back to a semicolon."""
        at = max(start, self.reading.rfind(";", start, upto) + 1)
        clauses = [m.end() for m in CLAUSE.finditer(self.reading, at, upto)]
        return clauses[-_NEAR - 1] if len(clauses) > _NEAR else at

    def _within(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _opening(self, sentence: Sentence) -> int:
        """End of the sentence's first clause that is more than a time."""
        at = skipped(self.reading, sentence.span.start)
        m = CLAUSE.search(self.reading, at, sentence.span.end)
        return m.start() if m else sentence.span.end

    def _heading(self, section: Section) -> Theme | None:
        """What the heading or lead of a point names: a short one whatever it is, a long one what it sets going."""
        if section.index not in self.headings:
            start, end = section.title
            if end - start > _HEADING:
                theme = self._set_going(start, end, "launch")
            else:
                named = self._within(start, end)
                theme = Theme(named[0][1], named[0][0]) if named else self._by_core(start, end, self.cores)
            self.headings[section.index] = theme
        return self.headings[section.index]

    def _by_core(self, start: int, end: int, cores: Iterable[str]) -> Theme | None:
        """What a stretch of text names without its class word: the longest such core."""
        text = self.reading[start:end]
        core = max((core for core in cores if core in text), key=len, default=None)
        if core is None:
            return None
        at = start + text.find(core)
        return Theme(self.cores[core], Span(at, at + len(core)))

    def _set_going(self, start: int, end: int, role: str) -> Theme | None:
        """The last thing in a stretch of text that is its subject, or what a verb of setting up or running governs."""
        for span, entity in reversed(self._within(start, end)):
            lead = self.reading[max(start, span.start - _LEAD) : span.start]
            if not self._is_time(span) and says(role, lead):
                return Theme(entity, span)
        return None

    def _is_time(self, span: Span) -> bool:
        """Whether a name only tells the time: 疫情防控期间."""
        return any(rule.pattern.match(self.reading, span.end) for rule in of_role("while"))

    def _before(self, sentence: Sentence) -> Theme | None:
        """What a sentence shortly before, in the same point, sets going."""
        sentences = self.found.document.sentences
        at = bisect_left(sentences, sentence.span.start, key=lambda s: s.span.start)
        for earlier in reversed(sentences[max(at - _BACK, 0) : at]):
            if earlier.section != sentence.section:
                return None
            if hit := self._set_going(*earlier.span, "start"):
                return hit
        return None

    def _above(self, section: Section) -> Theme | None:
        """What the nearest heading above names: of the upper levels only a program, for they are broad."""
        sections = self.found.document.sections
        parent = section.parent
        while parent is not None:
            hit = self._heading(sections[parent])
            if hit and (hit.entity.label is Label.PROGRAM or sections[parent].level > 2):
                return hit
            parent = sections[parent].parent
        return None


def _core(name: str) -> str:
    """A name without the class words at its end."""
    core = unquoted(name)
    for rule in of_role("class-word"):
        core = rule.pattern.sub("", core)
    return core
