"""What a figure counts: from the pieces of a sentence to indicators that can be understood on their own.

破获案件20件,抓获嫌疑人31人(其中逮捕9人) → 破获案件 | 破获案件 抓获嫌疑人 | 破获案件 抓获嫌疑人 逮捕
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.extract.figures import Figure
from kg.extract.pieces import Piece
from kg.model import Span
from kg.ontology import Rule, rules, words

FIGURE = "◆"
_LONG = 18
"""A lead longer than this is cut to the predicate that governs the figure, less what is quoted in it."""
_LONG_BEFORE_OBJECT = 12
_SHORT = 3
"""An indicator no longer than this says too little without what it is about."""
_QUOTED = re.compile(r"[“《][^”》]*[”》]")
_OPENER = 6
"""How far before a piece a word that opens a break-down may begin (其中,)."""
_TOTAL = re.compile(r"共计?|累计|总共")
_PARTED = frozenset("、和及与") | {"以及"}


@dataclass(frozen=True, slots=True)
class Label:
    """A figure with what it counts. `own` is what its own piece says, `verb` what that begins with.

    `start` is where its piece begins; `alone` is whether it needs a parent that the sentence does not have.
    """

    figure: Figure
    span: Span
    indicator: str
    rule: str
    start: int
    support: tuple[Span, ...] = ()
    own: str = ""
    verb: str = ""
    alone: bool = False


@cache
def of_role(role: str) -> tuple[Rule, ...]:
    """The rules of a role in the order of the file."""
    return tuple(rule for rule in rules("observations") if rule.gives["role"] == role)


@cache
def _verbs() -> tuple[frozenset[str], int]:
    known = frozenset(words("work_verbs"))
    return known, max(map(len, known))


def verb_at(text: str, at: int = 0) -> int:
    """End of the verbs that begin at a position (组织开展 is two), or the position itself."""
    known, longest = _verbs()
    begin = at
    while True:
        least = 0 if at == begin else 1
        size = next((n for n in range(longest, least, -1) if text[at : at + n] in known and len(text) >= at + n), 0)
        if not size:
            return at
        at += size


class Labeller:
    """Names the figures of one sentence, piece by piece, with what the pieces before gave."""

    def __init__(self, reading: str, reporter: Mapping[int, int]) -> None:
        self.reading = reading
        self.reporter = reporter
        self.head: Label | None = None
        self.last: Label | None = None
        self.part: _Part | None = None
        self.seen: list[Label] = []

    def label(self, pieces: Iterable[Piece]) -> Iterator[Label]:
        """All figures of a sentence; the state of the sentence before counts only where this one breaks it down."""
        for place, piece in enumerate(pieces):
            opened = self._opens(piece)
            if (place == 0 and not opened) or (piece.joint in {";", ":"} and not piece.inner and not opened):
                self.head = self.last = self.part = None
                self.seen = []
            yield from self._piece(piece, opened)

    def _opens(self, piece: Piece) -> int:
        """Where the text of a break-down begins behind 其中, 0 if there is none."""
        if piece.joint == "其中":
            return piece.span.start
        for rule in of_role("part"):
            if m := rule.pattern.match(self.reading, *piece.span):
                return m.end()
            for before in rule.matches(self.reading, max(piece.span.start - _OPENER, 0), piece.span.start):
                if before.end() == piece.span.start:
                    return piece.span.start
        return 0

    def _piece(self, piece: Piece, opened: int) -> Iterator[Label]:
        start, lead, previous = opened or piece.span.start, "", None
        first = True
        for n, figure in enumerate(piece.figures):
            behind = piece.figures[n + 1].span.start if n + 1 < len(piece.figures) else piece.span.end
            gap = self.reading[previous.span.end if previous else start : figure.span.start]
            lead = gap if previous is None else lead + gap
            tail = self.reading[figure.span.end : behind]
            bare = previous is not None and not _edge(gap).strip("、和")
            label = self._one(piece, figure, start, "" if bare else lead, tail, bool(opened) and first)
            self.seen.append(label)
            yield label
            first, previous = False, figure

    # -------------------------------------------------------------- one figure

    def _one(self, piece: Piece, figure: Figure, start: int, lead: str, tail: str, opened: bool) -> Label:
        cut = self.skipped(lead, start)
        tail = tail[: next((i for i in range(2, len(tail)) if figure.span.end + i in self.reporter), len(tail))]
        text = _edge(lead[cut:]) + FIGURE + _closed(tail)
        rule, m = _shape(text, figure)
        own, verb = _PRODUCTIONS[rule.gives["kind"]](m, figure) if m else ("", "")
        if not own and lead and self.last is None:
            own = _tidy(_edge(lead))
        end = figure.span.end + len(tail) if rule.gives["kind"] in {"behind", "listed"} else figure.span.end
        span = Span(min(start + cut, figure.span.start), end)
        label = Label(figure, span, own, rule.name, piece.span.start, (), own, verb)
        return self._related(label, piece, opened, rule.gives["kind"], m)

    def skipped(self, lead: str, start: int) -> int:
        """How much at the start of a piece says nothing of what is counted: time, adverbs, the reporter, the way."""
        at = 0
        while True:
            before = at
            for rule in of_role("skip"):
                if m := rule.pattern.match(lead, at):
                    at = m.end()
            if start + at in self.reporter and self.reporter[start + at] - start <= len(lead):
                at = self.reporter[start + at] - start
            at = _past_way(lead, at)
            if at == before:
                return at if at else _past_total(lead)

    def _related(self, label: Label, piece: Piece, opened: bool, kind: str, m: re.Match[str] | None) -> Label:
        """The label with what it takes over from the figures before it."""
        base = self.last
        if kind in {"trend", "share"} and m is not None:
            what = _tidy(m["what"])
            if what:
                return _with(label, f"{what} {_tidy(m['part'])}")
            return self._under(base, label, label.rule) if base else label
        if opened or (piece.inner and self.part is None):
            whole = next((s for s in reversed(self.seen) if s.figure.quantity.unit == label.figure.quantity.unit), None)
            whole = whole or (base if piece.inner else None)
            self.part = _Part(whole) if whole else None
        if self.part is not None and self.part.takes(label, opened or piece.inner):
            self.last = self._under(self.part.whole, label, "part-of-the-one-before")
            return self.last
        self.part = None
        if base is not None and not label.own:
            return self._keep(_with(label, base.indicator, base), main=False)
        if base is not None and _shares_verb(label, base, piece.joint):
            return self._keep(_shared(label, base), main=False)
        needy = _dependent(label)
        if self.head is not None and piece.joint != "" and needy and not self.head.alone:
            return self._keep(self._under(self.head, label, "result-of-the-one-before"), main=False)
        return self._keep(replace(label, alone=needy and len(label.own) <= _SHORT), main=True)

    def _keep(self, label: Label, main: bool) -> Label:
        self.last = label
        if main:
            self.head = label
        return label

    def _under(self, parent: Label, label: Label, rule: str) -> Label:
        joined = f"{parent.indicator} {label.own}".strip()
        return replace(label, indicator=joined, rule=rule, support=(parent.span, *parent.support))


@dataclass(slots=True)
class _Part:
    """A break-down in progress: parts have the whole's unit, or one unit of their own, and add up to no more."""

    whole: Label
    total: Decimal = Decimal(0)
    unit: str | None = None

    def takes(self, label: Label, opened: bool) -> bool:
        """Whether a figure is a further part."""
        quantity = label.figure.quantity
        if opened:
            self.unit = quantity.unit
        elif quantity.unit != self.unit:
            return False
        limit = self.whole.figure.quantity.value
        value = quantity.value or Decimal(0)
        same = limit is not None and quantity.unit == self.whole.figure.quantity.unit
        if not opened and same and self.total + value > (limit or 0) * Decimal("1.02") + 1:
            return False
        self.total += value
        return True


# ------------------------------------------------------------------ edges


def _past_way(lead: str, at: int) -> int:
    """Behind a phrase that says by what means (to the predicate), or behind the preposition of 对, 为, 在 alone."""
    for rule in of_role("way"):
        m = rule.pattern.match(lead, at)
        if m is None:
            continue
        if rule.gives.get("keep"):
            return m.end("phrase")
        for i in range(m.start() + 3, len(lead) - 1):
            if verb_at(lead, i) - i >= 2:
                return i
    return at


def _past_total(lead: str) -> int:
    """Behind a subject or place that a word for the total ends: 社区民警在平台中共采录."""
    m = _TOTAL.search(lead)
    return m.end() if m and verb_at(lead, m.end()) > m.end() else 0


def _edge(lead: str) -> str:
    """A lead without what binds it to its figure (共, 达到了, 为)."""
    for rule in of_role("edge"):
        lead = rule.pattern.sub("", lead)
    return lead


def _closed(tail: str) -> str:
    return tail.rstrip("、等和及并,;:。!?以的)")


def _tidy(text: str) -> str:
    for rule in of_role("loose"):
        text = rule.pattern.sub("", text)
    return text.strip("的、,;: ")


# ------------------------------------------------------------------ shapes


def _shape(text: str, figure: Figure) -> tuple[Rule, re.Match[str] | None]:
    shapes = of_role("shape")
    for rule in shapes:
        m = rule.pattern.search(text)
        if m and (rule.gives["kind"] != "trend" or _is_trend(m, figure)):
            return rule, m
    return shapes[-1], None


def _is_trend(m: re.Match[str], figure: Figure) -> bool:
    """同比下降12起 is a trend, and so is 下降12%; 减少损失12万元 and 新增警力12名 are deeds."""
    compared = "比" in m["part"] or len(m["part"]) > 4
    return compared or figure.quantity.unit in {"%", "个百分点", "百分点", "倍"}


def _trend(m: re.Match[str], figure: Figure) -> tuple[str, str]:
    return _tidy(m["part"]), ""


def _before(m: re.Match[str], figure: Figure) -> tuple[str, str]:
    lead = m["lead"]
    if len(lead) > _LONG:
        lead = lead[_predicate(lead) :]
    return _named(lead, "")


def _behind(m: re.Match[str], figure: Figure) -> tuple[str, str]:
    lead, tail = m["lead"], m["tail"]
    count = figure.quantity.value
    items = lead.count("、") + 1
    if items > 1 and count == items:
        return _listed(m, figure)
    if len(_QUOTED.sub("", lead)) > _LONG_BEFORE_OBJECT:
        lead = lead[_last_verb(lead) :]
    return _named(lead, tail)


def _listed(m: re.Match[str], figure: Figure) -> tuple[str, str]:
    lead = m["lead"]
    return _named(lead[: verb_at(lead, _adverb(lead))], m["tail"])


def _named(lead: str, tail: str) -> tuple[str, str]:
    verb = lead[: verb_at(lead, _adverb(lead))]
    return _tidy(lead + tail), verb if verb_at(lead, _adverb(lead)) > _adverb(lead) else ""


_PRODUCTIONS = {"trend": _trend, "share": _trend, "listed": _listed, "behind": _behind, "before": _before}


def _adverb(text: str) -> int:
    """Length of an adverb that an indicator keeps (成功处置): two characters before a verb of two."""
    known, _ = _verbs()
    return 2 if text[:2] not in known and text[2:4] in known and text[:1] not in known else 0


def _predicate(lead: str) -> int:
    """Where the first verb of two characters begins that leaves an object."""
    return next((i for i in range(len(lead) - 4) if verb_at(lead, i) - i >= 2), 0)


def _last_verb(lead: str) -> int:
    """Where the verbs begin that stand right before the figure."""
    return next((i for i in range(len(lead) - 1) if verb_at(lead, i) == len(lead)), 0)


# ------------------------------------------------------------------ figures in a row


def _with(label: Label, indicator: str, base: Label | None = None) -> Label:
    support = (base.span, *base.support) if base else label.support
    verb = label.verb or (base.verb if base else "")
    return replace(label, indicator=indicator, support=support, verb=verb)


def _shares_verb(label: Label, base: Label, joint: str) -> bool:
    """Whether a noun without a verb of its own goes with the verb of the figure before."""
    if label.verb or not base.verb or verb_at(label.own) > 0:
        return False
    alike = label.figure.quantity.unit == base.figure.quantity.unit or label.own[-2:] == base.own[-2:]
    return joint in _PARTED or (joint == "," and alike)


def _shared(label: Label, base: Label) -> Label:
    verb = base.own[: base.own.find("“")] if label.own.startswith("“") and "“" in base.own else base.verb
    prefix = base.indicator.removesuffix(base.own) + verb
    support = (base.span, *base.support)
    return replace(
        label,
        indicator=prefix + label.own,
        rule="shares-the-verb-before",
        support=support,
        own=verb + label.own,
        verb=verb,
    )


def _dependent(label: Label) -> bool:
    own = label.own
    if any(rule.pattern.search(own) for rule in of_role("dependent")):
        return True
    plain = re.sub("[再不未]", "", own[_adverb(own) :])
    return bool(own) and len(own) <= 6 and verb_at(plain) == len(plain)
