"""Figures to observations: what is counted, when, by whom, of what, and whether done, planned or lacking.

`figures` tells the numbers that measure something from those that do not (`variants` reads traditional and capital
signs); `pieces` cuts a sentence into one piece of text a figure; `indicators` names each figure with the words of its
piece (`phrases`) and of those before it. Then `periods` tells when, `subjects` who, and `themes` of which entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.extract.gather import section_role, unquoted
from kg.extract.observations.figures import Figure, figures
from kg.extract.observations.indicators import SHARED, Label, Labeller
from kg.extract.observations.periods import Period, period_of, periods, report_year
from kg.extract.observations.phrases import begins, says
from kg.extract.observations.pieces import pieces
from kg.extract.observations.subjects import Actors
from kg.extract.observations.themes import Place, Theme, Themes
from kg.model import SELF, Extraction, Observation, Sentence, Span, Status

_CHANGES = frozenset({"trend", "change"})
"""Rules of figures that tell a change."""
_ROW = "figures-in-a-row"
_LISTED = "listed-objects"


def find(found: Extraction) -> tuple[Observation, ...]:
    """Every figure of a report, in order of the text."""
    return tuple(Observer(found).observations())


class Observer:
    """What the figures of one report share: who reports, the year, the entities that they may belong to."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.reading = found.document.reading
        self.year = report_year(found.document)
        self.actors = Actors(found)
        self.counted = [f for f in figures(self.reading) if f.reason is None]
        self.themes = Themes(found, [f.number.start for f in self.counted])
        self.nobody: list[Span] = []
        self.labeller = Labeller(self.reading, self.actors.reporter, self.actors.ends)

    def observations(self) -> Iterator[Observation]:
        """Every figure that is no part of a name, sentence by sentence."""
        document = self.found.document
        counted = [f for f in self.counted if not self._in_name(f)]
        by_sentence = groupby(counted, key=lambda f: document.sentence_at(f.number.start))
        for sentence, group in by_sentence:
            if sentence is not None:
                yield from self._sentence(sentence, list(group))

    def _in_name(self, figure: Figure) -> bool:
        """Whether a number belongs to a name: 三级滚动线索核查机制, 《13条举措》."""
        return self.themes.in_name(figure.number)

    def _sentence(self, sentence: Sentence, group: list[Figure]) -> Iterator[Observation]:
        times = periods(self.reading, sentence.span, self.year)
        named: list[tuple[Label, Theme]] = []
        self.nobody = []
        for label in self.labeller.label(pieces(self.reading, sentence.span, group)):
            theme = self._theme(sentence, label, named)
            yield self._observation(sentence, label, times, theme)

    def _theme(self, sentence: Sentence, label: Label, named: list[tuple[Label, Theme]]) -> Theme | None:
        """What a figure is of: named in its own piece, or in that of a figure that it goes with; else by the rest."""
        start = label.figure.span.end if label.rule == _LISTED else min(label.start, label.span.start)
        if theme := self.themes.named(Span(start, label.span.end)):
            named.append((label, theme))
            return theme
        for earlier, theme in reversed(named):
            if earlier.span in label.support and label.rule != SHARED:
                return theme
        place = Place(label.start, label.figure.number.start, label.indicator)
        return self.themes.of(sentence, place, [theme for _, theme in named])

    def _observation(self, sentence: Sentence, label: Label, times: list[Period], theme: Theme | None) -> Observation:
        time = period_of(times, label.figure.number.start, label.span.end)
        actor, proof = self._actor(sentence, label)
        status = self._status(sentence, label, time)
        indicator = label.indicator or self.found.document.cut(label.span)
        if theme and label.alone:
            indicator = f"{unquoted(self.found.document.cut(theme.span))} {indicator}"
        places = (*label.support, time.span if time and time.text else None, proof, theme.span if theme else None)
        return Observation(
            label.span,
            label.figure.number,
            indicator,
            label.figure.quantity,
            label.rule,
            tuple(dict.fromkeys(s for s in places if s and not label.span.covers(s))),
            (time.text or (time.ahead if status is Status.PLANNED else None)) if time else None,
            actor,
            theme.entity.name if theme else None,
            status,
            label.whole,
        )

    def _actor(self, sentence: Sentence, label: Label) -> tuple[str | None, Span | None]:
        """Whose a figure is: nobody's if it is the region's, or a change of such a figure; the reporter's if it is
        a change that no unit's own figure stands before."""
        change = label.rule in _CHANGES or (label.rule == _ROW and _moves(label.indicator.rpartition(" ")[2]))
        region = label.support or ((self.nobody[-1],) if change and self.nobody else ())
        what = label.indicator.partition(" ")[0]
        ownerless = says("nobody", what) or begins("nobody-at-the-start", what)
        if ownerless or any(span in self.nobody for span in region):
            self.nobody.append(label.span)
            return None, None
        if change and not label.support and label.rule != "change":
            return SELF, None
        return self.actors.of(sentence, label.start, near=True, own=label.own)

    def _status(self, sentence: Sentence, label: Label, time: Period | None) -> Status:
        """The words of the piece, then those of the sentence up to it, then the role of the section."""
        piece = self.reading[max(sentence.span.start, label.span.start - 8) : label.span.end]
        before = self.reading[sentence.span.start : label.span.end]
        if says("planned", piece) or (time and self.year and time.begins and time.begins > self.year):
            return Status.PLANNED
        if says("planned-later", before):
            return Status.PLANNED
        if says("gap", piece):
            return Status.GAP
        return section_role(self.found, label.span.start).status


def _moves(text: str) -> bool:
    """Whether an indicator's last part is a comparison or a rise: 同比下降, 下降."""
    return "比" in text or begins("rise", text)
