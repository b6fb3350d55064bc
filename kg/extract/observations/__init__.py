"""Figures to observations: what is counted, when, by whom, of what, and whether done, planned or lacking.

`figures` tells the numbers that measure something from those that do not (`variants` reads traditional and capital
signs); `pieces` cuts a sentence into one piece of text a figure; `indicators` names each figure with the words of its
piece (`phrases`) and of those before it, of which it may be a part (`wholes`) or a change (`changes`). Then `periods`
tells when, `kg.extract.subjects` who, and `themes` of which entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from kg.extract.gather import section_role, unquoted
from kg.extract.observations.figures import Figure, figures
from kg.extract.observations.indicators import SHARED, Indicators
from kg.extract.observations.periods import Period, period_of, periods, report_year
from kg.extract.observations.phrases import begins, says
from kg.extract.observations.pieces import pieces
from kg.extract.observations.themes import FigurePlace, Theme, Themes
from kg.extract.observations.wholes import Counted
from kg.extract.subjects import Actors
from kg.model import SELF, Extraction, Observation, Sentence, Span, Status
from kg.ontology import rules_of

_CHANGES = frozenset({"trend", "change"})
"""Rules of figures that tell a change."""
_ROW = "figures-in-a-row"
_LISTED = "listed-objects"


def find(found: Extraction) -> tuple[Observation, ...]:
    """Every figure of a report, in order of the text."""
    return tuple(Observer(found).observations())


class _Told(Struct):
    """What the figures of a sentence give to those behind them.

    `named`: what those are of that name it themselves; `nobody`: those that are the region's; `leads`: of each that is
    told with what stands elsewhere, where that stands.
    """

    named: list[tuple[Counted, Theme]] = []
    nobody: list[Span] = []
    leads: dict[Span, Span] = {}


class Observer:
    """What the figures of one report share: who reports, the year, the entities that they may belong to."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.reading = found.document.reading
        self.year = report_year(found.document)
        self.actors = Actors(found)
        self.figures = [f for f in figures(self.reading) if f.reason is None]
        self.themes = Themes(found, [f.number.start for f in self.figures])
        self.indicators = Indicators(self.reading, self.actors.reporter, self.actors.ends)

    def observations(self) -> Iterator[Observation]:
        """Every figure that is no part of a name, sentence by sentence."""
        document = self.found.document
        free = [f for f in self.figures if not self._in_name(f)]
        by_sentence = groupby(free, key=lambda f: document.sentence_at(f.number.start))
        for sentence, group in by_sentence:
            if sentence is not None:
                yield from self._sentence(sentence, list(group))

    def _in_name(self, figure: Figure) -> bool:
        """Whether a number belongs to a name: 三级滚动线索核查机制, 《13条举措》."""
        return self.themes.in_name(figure.number)

    def _sentence(self, sentence: Sentence, group: list[Figure]) -> Iterator[Observation]:
        times = periods(self.reading, sentence.span, self.year)
        told = _Told()
        for counted in self.indicators.of(pieces(self.reading, sentence.span, group)):
            yield self._observation(sentence, counted, times, told)

    def _theme(self, sentence: Sentence, counted: Counted, told: _Told) -> Theme | None:
        """What a figure is of: named in its own piece, or in that of a figure that it goes with; else by the rest."""
        start = counted.figure.span.end if counted.rule == _LISTED else min(counted.start, counted.span.start)
        if theme := self.themes.named(Span(start, counted.span.end)):
            told.named.append((counted, theme))
            return theme
        for earlier, theme in reversed(told.named):
            if earlier.span in counted.support and counted.rule != SHARED:
                return theme
        place = FigurePlace(counted.start, counted.figure.number.start, counted.indicator)
        return self.themes.of(sentence, place, [theme for _, theme in told.named])

    def _observation(self, sentence: Sentence, counted: Counted, times: list[Period], told: _Told) -> Observation:
        of = self._theme(sentence, counted, told)
        time = period_of(times, counted.figure.number.start, counted.span.end)
        actor, proof = self._actor(sentence, counted, told)
        status = self._status(sentence, counted, time)
        indicator = counted.indicator or self.found.document.cut(counted.span)
        if lead := self._lead(sentence, counted, of, told):
            indicator = f"{unquoted(self.found.document.cut(lead))} {indicator}"
        places = (*counted.support, time.span if time and time.text else None, proof, of.span if of else None, lead)
        return Observation(
            counted.span,
            counted.figure.number,
            indicator,
            counted.figure.quantity,
            counted.rule,
            tuple(dict.fromkeys([s for s in places if s and not counted.span.covers(s)])),
            (time.text or (time.ahead if status is Status.PLANNED else None)) if time else None,
            actor,
            of.entity.name if of else None,
            status,
            counted.whole,
        )

    def _lead(self, sentence: Sentence, counted: Counted, of: Theme | None, told: _Told) -> Span | None:
        """What has to be told before an indicator that says too little: the thing that it is of, else what the heading
        speaks of, which all that belongs to it takes over (规范行政复议 → 行政复议 受理, 行政复议 受理 维持)."""
        if of and counted.alone:
            return of.span
        if not told.leads and not counted.alone:
            return None
        lead = next((told.leads[span] for span in counted.support if span in told.leads), None)
        if counted.alone and lead is None:
            lead = self._topic(sentence, counted.own)
        if lead:
            told.leads[counted.span] = lead
        return lead

    def _topic(self, sentence: Sentence, own: str) -> Span | None:
        """What the heading of a short point is about, behind its verb."""
        title = self.found.document.sections[sentence.section].title
        for rule in rules_of("observations", "topic"):
            m = rule.pattern.fullmatch(self.reading, *title)
            if m and own not in m["topic"]:
                return Span(*m.span("topic"))
        return None

    def _actor(self, sentence: Sentence, counted: Counted, told: _Told) -> tuple[str | None, Span | None]:
        """Whose a figure is: nobody's if it is the region's, or a change of such a figure; the reporter's if it is
        a change that no unit's own figure stands before."""
        change = counted.rule in _CHANGES or (counted.rule == _ROW and _moves(counted.indicator.rpartition(" ")[2]))
        region = counted.support or ((told.nobody[-1],) if change and told.nobody else ())
        what = counted.indicator.partition(" ")[0]
        ownerless = says("nobody", what) or begins("nobody-at-the-start", what)
        if ownerless or (told.nobody and any(span in told.nobody for span in region)):
            told.nobody.append(counted.span)
            return None, None
        if change and not counted.support and counted.rule != "change":
            return SELF, None
        return self.actors.of(sentence, counted.start, near=True, own=counted.own)

    def _status(self, sentence: Sentence, counted: Counted, time: Period | None) -> Status:
        """The words of the piece, then those of the sentence up to it, then the role of the section."""
        piece = self.reading[max(sentence.span.start, counted.span.start - 8) : counted.span.end]
        before = self.reading[sentence.span.start : counted.span.end]
        if says("planned", piece) or (time and self.year and time.begins and time.begins > self.year):
            return Status.PLANNED
        if says("planned-later", before):
            return Status.PLANNED
        if says("gap", piece):
            return Status.GAP
        return section_role(self.found, counted.span.start).status


def _moves(text: str) -> bool:
    """Whether an indicator's last part is a comparison or a rise: 同比下降, 下降."""
    return "比" in text or begins("rise", text)
