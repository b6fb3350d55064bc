"""What a figure counts: from the pieces of a sentence to indicators that can be understood on their own.

破获案件20件,抓获嫌疑人31人(其中逮捕9人) → 破获案件 | 破获案件 抓获嫌疑人 | 破获案件 抓获嫌疑人 逮捕
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from kg.extract.observations.changes import change
from kg.extract.observations.figures import NONE, Figure
from kg.extract.observations.phrases import (
    Phrase,
    acts_from,
    another_degree,
    bearer,
    begins,
    dependent,
    each,
    edge,
    has_predicate,
    not_denied,
    phrase,
    rate_of,
    row,
    skipped,
    tidy,
)
from kg.extract.observations.pieces import Piece
from kg.extract.observations.wholes import Breakdown, Counted, sorts_of_things, unit_of, whole_of
from kg.extract.scan import scan
from kg.extract.verbs import predicate_end
from kg.model import Span
from kg.ontology import rules_of

_BARE, _SHORT = 2, 3
"""A verb no longer than this, and what needs another figure, say too little without what they are about."""
_FEW = 6
"""The same for what there is none of."""
_FAR, _CLAUSE = 30, 16
"""How far back a clause is looked for that a bare result belongs to, and how long it may be."""
_AMONG = re.compile(
    "(?<=..)(?:平均|中(?![心转队学小国央医介标级层期])|仅|只有|共(?![建享治管同])|已|(?<![平人户日月年])均|仍|尚|有).*$"
)
"""What leads from the noun of one figure to the next figure: 16个派出所中仍有5个."""
_PARTED = frozenset({"、", "和", "及", "与", "以及"})
SHARED = "shares-the-verb-before"


class Indicators:
    """Names the figures of one sentence, piece by piece, with what the pieces before gave."""

    def __init__(self, reading: str, reporter: Mapping[int, int], organs: Mapping[int, int]) -> None:
        """`reporter` and `organs`: where the names of the reporter, and of all organs, begin and end."""
        self.reading = reading
        self.reporter = reporter
        self.organs = organs
        opening = [m.span() for _, m in scan(reading, "observations", "part")]
        self.opened = {at: end for start, end in opening for at in range(start, end + 1)}
        self._forget()

    def _forget(self) -> None:
        self.head: Counted | None = None
        self.last: Counted | None = None
        self.part: Breakdown | None = None
        self.seen: list[Counted] = []
        self.queue: list[str] = []
        self.shared = ""
        self.outer: Counted | None = None

    def of(self, pieces: Iterable[Piece]) -> Iterator[Counted]:
        """All figures of a sentence; the state of the sentence before counts only where this one breaks it down."""
        pieces = list(pieces)
        for place, piece in enumerate(pieces):
            opened = self._opens(piece)
            gap = self.reading[pieces[place - 1].span.end : piece.span.start] if place else ";"
            if not opened and not piece.inner and (";" in gap or piece.joint == ":"):
                self._forget()
            self._parenthesis(piece)
            rest = pieces[place + 1 :]
            self.shared = self._predicate(rest)
            for counted in self._piece(piece, opened, self._followers(rest)):
                self.seen.append(counted)
                yield counted

    def _parenthesis(self, piece: Piece) -> None:
        """Behind a parenthesis the last figure is again the one before it: 120件(其中维持80件),同比增长15%."""
        if piece.inner:
            self.outer = self.outer or self.last
        elif self.outer is not None:
            self.last, self.outer = self.outer, None

    def _opens(self, piece: Piece) -> int:
        """Where the text of a break-down begins behind 其中, 0 if there is none."""
        if piece.joint == "其中":
            return piece.span.start
        return min(self.opened.get(piece.span.start, 0), piece.span.end)

    def _followers(self, pieces: list[Piece]) -> int:
        """How many figures follow that have no words of their own: 分别下降5%、3%和2%."""
        bare = 0
        for piece in pieces:
            if piece.joint not in _PARTED or edge(self.reading[piece.span.start : piece.figures[0].span.start]):
                break
            bare += 1
        return bare

    def _predicate(self, rest: list[Piece]) -> str:
        """What things counted in a row do together, told behind the last: 3个集体、8名个人受到表彰."""
        for piece in rest:
            first = piece.figures[0].span
            if piece.joint not in _PARTED or piece.span.start < first.start:
                break
            tail = self.reading[first.end : piece.span.end]
            if len(piece.figures) == 1 and (at := acts_from(tail, 1)):
                return tail[at:]
        return ""

    def _piece(self, piece: Piece, opened: int, followers: int) -> Iterator[Counted]:
        start, figures = opened or piece.span.start, piece.figures
        if (change := self._change(piece, start, opened > 0)) is not None:
            yield from change
            return
        lead, at = "", start
        for n, figure in enumerate(figures):
            behind = figures[n + 1].span.start if n + 1 < len(figures) else piece.span.end
            gap = self.reading[at : figure.span.start]
            lead += gap
            bare = n > 0 and not edge(gap).strip("、和")
            tail = self.reading[figure.span.end : behind]
            tail = _AMONG.sub("", tail) if n + 1 < len(figures) else tail
            yield from self._one(piece, figure, start, "" if bare else lead, tail, followers)
            at = figure.span.end

    # -------------------------------------------------------------- one figure

    def _one(self, piece: Piece, figure: Figure, start: int, lead: str, tail: str, followers: int) -> Iterator[Counted]:
        """What one figure counts by the text before and behind it; several times where it holds for several things."""
        lead = not_denied(lead) if figure.rule == NONE else lead
        cut = skipped(lead, start, self.reporter, whole=not tail)
        tail = self._up_to_reporter(tail, figure.span.end)
        subject = self._subject(lead[cut:], start + cut)
        end = figure.span.end + len(tail)
        if self.shared and tail and not has_predicate(lead[cut:] + tail):
            tail += self.shared
        said = phrase(lead[cut:], bearer(tail) if end < piece.span.end else tail, figure, subject)
        if not said.own and not said.what and lead and self.last is None:
            said = replace(said, own=tidy(edge(lead)))
        span = Span(min(start + cut, figure.span.start), end if said.kind in {"behind", "listed"} else figure.span.end)
        counted = Counted(figure, span, said.own, said.rule, piece.span.start, (), said.own, said.verb)
        several = each(lead[cut:]) if not tail else ()
        its_own = followers > 0 and len(several) == followers + 1
        if several and not its_own:
            for own in several:
                yield self._each(replace(counted, indicator=own, own=own, rule="one-figure-for-each"))
            return
        self.queue = list(several) or self._row(said, lead, cut, followers)
        if self.queue:
            yield self._queued(counted)
        else:
            yield self._related(counted, piece, said, start > piece.span.start or self._opens(piece) > 0)

    def _up_to_reporter(self, tail: str, start: int) -> str:
        """A text up to the next name of the reporter in it."""
        for i in range(2, len(tail)):
            if start + i in self.reporter:
                return tail[:i]
        return tail

    def _row(self, said: Phrase, lead: str, cut: int, followers: int) -> list[str]:
        """The indicators that a row still has for its figures, the first of which has the wording for all."""
        if followers:
            return self.queue or list(
                row(lead[_apart(lead, cut) :], list(dict.fromkeys([x.indicator for x in self.seen])), followers + 1)
            )
        return [] if said.own else self.queue

    def _each(self, counted: Counted) -> Counted:
        if self.head is not None and dependent(counted.own):
            return self._keep(self._under(self.head, counted, counted.rule), main=False)
        return self._keep(counted, main=not counted.own.endswith("率"))

    def _queued(self, counted: Counted) -> Counted:
        own = self.queue.pop(0)
        return self._keep(replace(counted, indicator=own, own=own, rule="figures-in-a-row"), main=False)

    def _change(self, piece: Piece, start: int, opened: bool) -> Iterator[Counted] | None:
        """The figures of a change: the later one is the indicator's, the former is marked unless it has its time."""
        first, *others = piece.figures
        if not others and self.reading[first.span.start - 1] != "的":
            return None
        end = others[0].span.start if others else piece.span.end
        told = change(self.reading[start : first.span.start], self.reading[first.span.end : end], len(piece.figures))
        if told is None or (told.compared and not told.what and self.last is None):
            return None
        cut = skipped(told.what, start, self.reporter)
        what = tidy(told.what[cut:])
        span = Span(start + cut, (others or [first])[-1].span.end)
        former = Counted(first, span, f"{what} {told.former}".strip(), told.rule, piece.span.start, (), what)
        found = [former]
        if others:
            later = f"{what} {told.later}".strip()
            found.append(
                replace(former, figure=others[0], indicator=later, rule="trend" if told.compared else told.rule)
            )
        base = self.last
        if base and what.endswith("率") and base.own.endswith("率"):
            base = self.head
        if base and (opened or not what or dependent(what)):
            found = [self._under(base, counted, counted.rule) for counted in found]
        if told.compared:
            self.last = base or replace(former, indicator=what)
        else:
            self._keep(found[-1], main=False)
        return iter(found)

    def _related(self, counted: Counted, piece: Piece, said: Phrase, opened: bool) -> Counted:
        """The figure with what it takes over from the figures before it: as their change or share, as their part, as
        one more of their kind, or as their result."""
        if said.kind in {"trend", "share"}:
            return self._change_of(counted, said, opened)
        if part := self._part_of(counted, opened, piece.inner):
            return self._keep(part, main=False)
        if self.last is not None and (alike := _one_more(counted, self.last, piece.joint)):
            return self._keep(alike, main=False)
        if begins("attribute", counted.own):
            return self._keep(replace(counted, alone=True), main=False)
        needy = dependent(counted.own) or (counted.figure.rule == NONE and len(counted.own) <= _FEW)
        if needy and (parent := self._parent(counted, piece.joint)):
            return self._keep(self._under(parent, counted, "result-of-the-one-before"), main=False)
        alone = needy and (len(counted.own) <= _SHORT or (self.head is not None and self.head.alone))
        alone = alone or (len(counted.own) <= _BARE and bool(counted.verb))
        return self._keep(replace(counted, alone=True) if alone else counted, main=not counted.own.endswith("率"))

    def _change_of(self, counted: Counted, said: Phrase, opened: bool) -> Counted:
        """A change or share, of what its own piece says or else of the figure before."""
        base = self.last
        if said.kind == "share" and self.seen:
            base = self.head if self.seen[-1].own.endswith("率") else self.seen[-1]
        if said.what:
            self.last = replace(counted, indicator=said.what, own=said.what)
            counted = replace(counted, indicator=f"{said.what} {said.own}")
        return self._under(base, counted, counted.rule) if base and (opened or not said.what) else counted

    def _part_of(self, counted: Counted, opened: bool, inner: bool) -> Counted | None:
        """It as a part of a figure before: where a break-down is `opened`, stands in parentheses, or goes on."""
        if opened or (inner and self.part is None):
            whole = whole_of(counted, self.seen)
            base = self.last
            whole = whole or (base if inner or (base and sorts_of_things(base, counted)) else None)
            self.part = Breakdown(whole) if whole else None
        if self.part is not None and self.part.takes(counted, opened or inner):
            part = replace(counted, whole=self.part.number_of_whole(counted))
            return self._under(self.part.whole, part, "part-of-the-one-before")
        self.part = None
        return None

    def _parent(self, counted: Counted, joint: str) -> Counted | None:
        """The figure that a result belongs to, or the short clause without one right before it."""
        if self.head is None:
            self.head = self._clause(counted)
            return self.head
        return self.head if joint != "" and not self.head.alone else None

    def _subject(self, lead: str, start: int) -> int:
        """How much of a lead is another organ's name, and what stands between it and what it does."""
        end = min(max(self.organs.get(start, 0) - start, 0), len(lead))
        return end + skipped(lead[end:], start + end, {}) if end else 0

    def _clause(self, counted: Counted) -> Counted | None:
        """What a short clause without a figure says right before a bare result: 清理文件,保留9件; an aim is none."""
        end = counted.start - 1
        aims = begins("planned", self.reading[counted.start : counted.figure.span.start])
        if aims or self.reading[end : end + 1] != ",":
            return None
        at = max(self.reading.rfind(mark, max(end - _FAR, 0), end) for mark in ",;:。\n!?") + 1
        at += skipped(self.reading[at:end], at, self.reporter)
        text = self.reading[at:end]
        if not _SHORT < len(text) <= _CLAUSE or not predicate_end(text) or set('《“"除') & set(text):
            return None
        own = tidy(text)
        return replace(counted, span=Span(at, end), indicator=own, own=own, verb=own[: predicate_end(own)])

    def _keep(self, counted: Counted, main: bool) -> Counted:
        self.last = counted
        if main:
            self.head = counted
        return counted

    def _under(self, parent: Counted, counted: Counted, rule: str) -> Counted:
        joined = f"{parent.indicator} {counted.indicator}".strip()
        return replace(counted, indicator=joined, rule=rule, support=(parent.span, *parent.support))


def _apart(lead: str, cut: int) -> int:
    """Where a lead begins once what says nothing is off, save the word that tells figures apart: 分别同比上升."""
    found = (rule.pattern.search(lead, 0, cut) for rule in rules_of("observations", "apart"))
    return next((m.start() for m in found if m), cut)


def _shares_verb(counted: Counted, base: Counted, joint: str) -> bool:
    """Whether a noun without a verb of its own goes with the verb of the figure before."""
    if not base.verb or counted.figure.rule == NONE or counted.own.endswith("率") or begins("result", counted.own):
        return False
    akin = counted.own[-2:] == base.own[-2:]
    if joint in _PARTED:
        return akin or not (counted.verb or predicate_end(counted.own))
    return joint == "," and (akin or unit_of(counted) == unit_of(base)) and not has_predicate(counted.own)


def _one_more(counted: Counted, base: Counted, joint: str) -> Counted | None:
    """A figure that counts what the one before counts, of another sort: 查处酒驾12起、醉驾3起; 中级9人、高级3人."""
    support = (base.span, *base.support)
    if not counted.own:
        return replace(counted, indicator=base.indicator, own=base.own, support=support, verb=base.verb)
    if own := another_degree(base.own, counted.own):
        indicator = base.indicator.removesuffix(base.own) + own
        return replace(counted, indicator=indicator, own=own, support=support, rule="another-degree")
    if _shares_verb(counted, base, joint):
        return _shared(counted, base)
    if joint in _PARTED and (own := rate_of(base.own, counted.own)) and dependent(counted.own):
        return replace(counted, indicator=own, own=own, support=support, rule="rates-in-a-row")
    return None


def _shared(counted: Counted, base: Counted) -> Counted:
    verb = base.own[: base.own.find("“")] if counted.own.startswith("“") and "“" in base.own else base.verb
    indicator = base.indicator.removesuffix(base.own) + verb + counted.own
    # Others that share the verb add nothing: a row's figures all rest on the one that has it.
    support = base.support if base.rule == SHARED else (base.span, *base.support)
    return replace(counted, indicator=indicator, rule=SHARED, support=support, own=verb + counted.own, verb=verb)
