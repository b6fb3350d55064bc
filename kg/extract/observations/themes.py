"""Which mechanism or program a figure is a figure of: a name that merely stands near does not count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from msgspec import Struct

from kg.extract.gather import THINGS, unquoted
from kg.extract.observations.phrases import begins, says
from kg.marks import CLAUSE_END
from kg.model import Entity, Extraction, Label, Section, Sentence, Span
from kg.ontology import rules_of

_HEADING = 40
"""A heading or lead that is no longer than this is about whatever it names."""
_AKIN = 2
"""Pairs of characters that a figure shares with a thing that it speaks of."""
_RECENT = 8
"""How many names back the program was named that a sentence speaks of by its time alone."""
_BRIEF = frozenset({"body", "method", "platform"})
"""Kinds of mechanisms whose figures stand close by."""
_BACK = 2
"""How many sentences back a thing may be set going."""
_CORE = 4
"""Characters that are left of a name without its class word, so that the rest stands for it (疫情防控工作)."""
_LONG_CORE = 6
"""Characters of a core that stands for its name outside headings as well."""
_LEAD = 24
"""Characters before a name in which words set it going."""
_BESIDES = 8
"""How many characters a heading has beside the name of what all its point is about (深入推进…)."""


class Theme(Struct, frozen=True):
    """A mechanism or program, and where it is named."""

    entity: Entity
    span: Span


class FigurePlace(Struct, frozen=True):
    """Where the piece of a figure begins, where its number stands, and what it counts."""

    start: int
    number: int
    own: str


class Themes:
    """The mechanisms and programs of a report in order of the text."""

    def __init__(self, found: Extraction, figures: Sequence[int]) -> None:
        self.found = found
        self.figures = figures
        self.reading = found.document.reading
        entities = [e for e in found.entities if e.label in THINGS]
        self.mentions = sorted(
            ((m.span, e) for e in entities for m in e.mentions), key=lambda t: (t[0].start, -t[0].end)
        )
        self.starts = [span.start for span, _ in self.mentions]
        self.cores = {core: e for e in entities for form in e.forms if len(core := _core(form)) >= _CORE}
        self.cores_by_pair: defaultdict[str, list[str]] = defaultdict(list)
        for core in sorted(self.cores, key=len, reverse=True):
            self.cores_by_pair[core[:2]].append(core)
        self.core_begins = {pair[0] for pair in self.cores_by_pair}
        self.listed = frozenset(self._listed())
        self.going: dict[tuple[int, int, str], bool] = {}
        names = [m.span for e in found.entities if e.label is not Label.HONOUR for m in e.mentions]
        names.sort(key=itemgetter(0))
        self.name_starts = [start for start, _ in names]
        self.name_reach = list(accumulate([end for _, end in names], max))
        self.headings: dict[int, Theme | None] = {}
        self.times: dict[int, Theme | None] = {}

    def in_name(self, number: Span) -> bool:
        """Whether a number stands inside a name."""
        upto = bisect_right(self.name_starts, number.start)
        return upto > 0 and self.name_reach[upto - 1] >= number.end

    def named(self, span: Span) -> Theme | None:
        """The thing that a figure's own piece names; of a list the first."""
        within = self._within(*span)
        named = [hit for hit in within if self._alone(hit[0])] or self._qualified(span)
        while len(named) > 1 and self._joined(named[-2][0], named[-1][0]):
            named.pop()
        if named:
            return Theme(named[-1][1], named[-1][0])
        return None if within else self._by_core(*span, _LONG_CORE)

    def _alone(self, span: Span) -> bool:
        """Whether a figure can be of what is named here: it is none of several in a list, and more than a time."""
        return span.start not in self.listed and not self._followed(span, "while")

    def _listed(self) -> Iterator[int]:
        """Where the members of long lists of names begin: what is told behind them is of none of them."""
        row: list[Span] = []
        for span, _ in self.mentions:
            if row and span.start < row[-1].end:
                continue
            if row and not self._joined(row[-1], span):
                yield from self._many(row)
                row = []
            row.append(span)
        yield from self._many(row)

    def _many(self, row: Sequence[Span]) -> Iterator[int]:
        """Where the names of a list begin if they are three or more, or two with 等."""
        if len(row) > 2 or (len(row) > 1 and self._followed(row[-1], "and-so-on")):
            yield from (span.start for span in row)

    def _qualified(self, span: Span) -> list[tuple[Span, Entity]]:
        """The thing in whose attribute a figure stands: 占地300平方米的调解中心."""
        clause = CLAUSE_END.search(self.reading, span.end)
        after = self._within(span.end, clause.start() if clause else span.end)
        return [hit for hit in after if "的" in self.reading[hit[0].start - 2 : hit[0].start]][:1]

    def of(self, sentence: Sentence, figure: FigurePlace, named: Collection[Theme]) -> Theme | None:
        """The program during which the sentence tells of what was done; the thing that an earlier clause of the same
        run sets going; what the lead of the point names; what the sentence before sets going and gives no figures of;
        else what the heading above names.

        `named` are the things that figures before are of: more figures are of them only if they speak of them.
        """
        section = self.found.document.sections[sentence.section]
        upto = max(figure.start, sentence.span.start)
        at = max(sentence.span.start, self.reading.rfind(";", sentence.span.start, upto) + 1)
        going = self._set_going(at, upto, "launch")
        hits = going or [t for t in named if at <= t.span.start < upto and akin(t.entity.name, figure.own)]
        led = self._led(section, sentence.span.start, figure)
        return (
            self._meanwhile(sentence)
            or self._subject(hits, at)
            or self._running(hits, figure, led)
            or led
            or self._spoken_of(sentence, figure)
            or self._means(at, upto)
            or self._before(sentence, figure)
            or self._above(section, upto, bool(going))
        )

    def _meanwhile(self, sentence: Sentence) -> Theme | None:
        """The program that a sentence begins with as a time: 行动期间, 夏季行动期间."""
        start = sentence.span.start
        if start not in self.times:
            self.times[start] = self._ran(start)
        return self.times[start]

    def _ran(self, start: int) -> Theme | None:
        for rule in rules_of("observations", "meanwhile"):
            if m := rule.pattern.match(self.reading, start):
                upto = bisect_left(self.starts, start)
                for span, entity in reversed(self.mentions[max(upto - _RECENT, 0) : upto]):
                    if entity.label is Label.PROGRAM and (not m["called"] or akin(entity.name, m["called"])):
                        return Theme(entity, span)
        return None

    def _means(self, start: int, upto: int) -> Theme | None:
        """The only thing that a run names, where it is what the run works with: 依托反诈中心,劝阻群众980人."""
        named = self._within(start, upto)
        return next(iter(self._set_going(start, upto, "means")), None) if len(named) == 1 else None

    def _spoken_of(self, sentence: Sentence, figure: FigurePlace) -> Theme | None:
        """The thing that the sentence has named and the figure speaks of: 打击跨境赌博行动, 破获跨境赌博案件."""
        hits = [Theme(e, span) for span, e in self._within(sentence.span.start, figure.start)]
        best = max(hits, key=lambda hit: akin(hit.entity.name, figure.own), default=None)
        return best if best and akin(best.entity.name, figure.own) >= _AKIN else None

    def _subject(self, hits: Sequence[Theme], start: int) -> Theme | None:
        """The last thing that a clause of a run begins with: what follows is its doing."""
        for hit in reversed(hits):
            clause = max(start, *(self.reading.rfind(mark, start, hit.span.start) + 1 for mark in ",:"))
            if begins("opening", self.reading[clause : hit.span.start]):
                return hit
        return hits[0] if hits and self._followed(hits[0].span, "alive") else None

    def _running(self, hits: Sequence[Theme], figure: FigurePlace, led: Theme | None) -> Theme | None:
        """Of the things set going in a run the one that a figure is of: of programs the first, which the others carry
        out, else the last mechanism; a platform is the means of the mechanism before it.

        Where a program is set going, or the point is `led` by one, mechanisms are its means, which have only the
        figures that speak of them, or stand right behind them in a point that is led. So it is with totals of the
        year, which are of no program among several things.
        """
        if not hits:
            return None
        last, programs = hits[-1], [hit for hit in hits if hit.entity.label is Label.PROGRAM]
        if last not in programs and akin(last.entity.name, figure.own):
            return last
        total = says("total", self.reading[last.span.end : figure.number])
        if programs:
            return programs[0] if len(hits) == 1 or not total else None
        if last.entity.kind == "platform" and len(hits) > 1:
            last = hits[-2]
        means = led is not None and led.entity.label is Label.PROGRAM
        near = self.reading.count(",", last.span.end, figure.number) <= 1
        return None if total or (means and not near) else last

    def _joined(self, first: Span, second: Span) -> bool:
        """Whether two names are members of one list: “云剑”“净网”专项行动."""
        return not self.reading[first.end : second.start].strip('“”"、和与及')

    def _within(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _led(self, section: Section, start: int, figure: FigurePlace) -> Theme | None:
        """What the heading or lead names, for the first sentence with figures; for later ones if they speak of it, or
        it is all that the heading says."""
        theme = self._heading(section, figure.start)
        if theme is None or akin(theme.entity.name, figure.own) or self._fills(section, theme):
            return theme
        return None if self._counts(Span(section.title.end, start)) else theme

    def _fills(self, section: Section, theme: Theme) -> bool:
        """Whether a heading says little more than a thing's name, so that all of the point is about it."""
        title, name = section.title, theme.span
        return (title.end - title.start) - (name.end - name.start) <= _BESIDES

    def _heading(self, section: Section, upto: int) -> Theme | None:
        """What the heading or lead of a point names before a place: see `_named_by`."""
        theme = self._named_by(section)
        return theme if theme and theme.span.end <= upto else None

    def _named_by(self, section: Section) -> Theme | None:
        """What a heading or lead names: a short one whatever it is, a long one what it sets going."""
        if section.index not in self.headings:
            start, end = section.title
            if end - start > _HEADING:
                theme = next(reversed(self._set_going(start, end, "launch")), None)
            else:
                named = self._within(start, end)
                theme = Theme(named[0][1], named[0][0]) if named else self._by_core(start, end, _CORE)
            self.headings[section.index] = theme
        return self.headings[section.index]

    def _by_core(self, start: int, end: int, least: int) -> Theme | None:
        """What a stretch of text names without its class word: the longest such core."""
        reading, pairs, first, best, place = self.reading, self.cores_by_pair, self.core_begins, "", start
        near = [at for at in range(start, end - least + 1) if reading[at] in first]
        for at in [at for at in near if reading[at : at + 2] in pairs]:
            for core in pairs[reading[at : at + 2]]:
                if len(core) >= least and len(core) > len(best) and reading.startswith(core, at, end):
                    best, place = core, at
        return Theme(self.cores[best], Span(place, place + len(best))) if best else None

    def _set_going(self, start: int, end: int, role: str) -> list[Theme]:
        """The things in a stretch of text that are subjects, or what a verb of setting up or running governs."""
        return [Theme(e, span) for span, e in self._within(start, end) if self._goes(span, start, role)]

    def _goes(self, span: Span, start: int, role: str) -> bool:
        """Whether a name is set going by the words before it from `start` on, or by those behind it."""
        key = span.start, max(start, span.start - _LEAD), role
        if key not in self.going:
            lead = self.reading[key[1] : span.start]
            titled = lead.rfind("《", 0, -1) > lead.rfind("》")
            waits = titled or not self._alone(span)
            self.going[key] = not waits and (says(role, lead) or self._followed(span, "alive"))
        return self.going[key]

    def _followed(self, span: Span, role: str) -> bool:
        """Whether words of a role stand right behind a name."""
        return begins(role, self.reading, span.end)

    def _before(self, sentence: Sentence, figure: FigurePlace) -> Theme | None:
        """What a sentence shortly before, in the same point, sets going without a figure; a sentence that begins
        with a total of the year goes on only where it speaks of it."""
        document = self.found.document
        sentences, at = document.sentences, bisect_left(document.starts, sentence.span.start)
        for earlier in reversed(sentences[max(at - _BACK, 0) : at]):
            if earlier.section != sentence.section:
                return None
            hits = self._set_going(*earlier.span, "start")
            if hits:
                apart = _stranger(hits[-1], figure) or self._sums_up(sentence, figure, hits[-1])
                return None if apart or self._counts(earlier.span) else hits[-1]
        return None

    def _sums_up(self, sentence: Sentence, figure: FigurePlace, theme: Theme) -> bool:
        """Whether a sentence gives totals of the whole year that do not speak of a thing."""
        start = sentence.span.start
        return begins("whole-year", self.reading[start : figure.number]) and akin(theme.entity.name, figure.own) < _AKIN

    def _counts(self, span: Span) -> bool:
        """Whether a figure stands in a stretch of text."""
        at = bisect_left(self.figures, span.start)
        return at < len(self.figures) and self.figures[at] < span.end

    def _above(self, section: Section, upto: int, busy: bool) -> Theme | None:
        """What a heading above names: of the upper levels only a program, and over points with a heading of their own
        only for a run that sets nothing else going (`busy`)."""
        sections = self.found.document.sections
        while section.parent is not None and not (busy and self._headed(section)):
            section = sections[section.parent]
            hit = self._heading(section, upto)
            if hit and (hit.entity.label is Label.PROGRAM or section.level > 2):
                return hit
        return None

    def _headed(self, section: Section) -> bool:
        """Whether a section has a heading or a lead that is a sentence of its own."""
        end = section.title.end
        return end > section.title.start and self.reading[end : end + 1] in {"", "。", "\n"}


def _stranger(theme: Theme, figure: FigurePlace) -> bool:
    """Whether a thing is of a kind whose figures stand close by, and a figure shares no word with it."""
    return theme.entity.kind in _BRIEF and not akin(theme.entity.name, figure.own)


def akin(name: str, own: str) -> int:
    """How many pairs of characters an indicator shares with a name: 重大项目评审会 and 评审重大项目."""
    return len(_pairs(name) & _pairs(own))


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _core(name: str) -> str:
    """A name without the class words at its end."""
    core = unquoted(name)
    for rule in rules_of("observations", "class-word"):
        core = rule.pattern.sub("", core)
    return core
