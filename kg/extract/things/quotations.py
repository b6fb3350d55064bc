"""Mechanisms and programs named by a quotation alone, or by a shape of their own (1+N, 《X》栏目)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.gather import unquoted
from kg.extract.scan import scan
from kg.extract.things.marked_text import MarkedText
from kg.extract.things.name import COMMON, Name, begins, is_whole, says, sort_of, telling, trimmed
from kg.marks import JOINT, JOINTS
from kg.model import Extraction, Label, Span
from kg.ontology import lexicon

_LONGEST = 20
"""Characters of a quotation that can be a name."""
_LEAD = 8
"""Characters before a quotation, or before its members, in which the verb stands that makes it a name."""
_FAR = 12
"""Characters from a verb of promoting to the quotation behind its object: 推行无犯罪记录证明“网上开”."""
_LONGEST_WORD = 8
"""Characters of the longest class word by which a quotation is sorted."""
_SHORTEST = 3
"""A noun that a verb of introducing makes a name has more characters of its own than that."""
_STATIONS = frozenset("所队")
_STOPS = JOINTS | frozenset(",。;:“(")
_AND = re.compile(rf"|以及|{JOINT}|\d+[余多]?[次场期个件家]、")
_COUNT = re.compile(r"\d+余?[个处座支家间辆]")


def quoted(found: Extraction, marked: MarkedText) -> Iterator[Name]:
    """Quotations after a verb of carrying out or another such one, and those whose last word says what they are."""
    reader, accepted = _Quoted(found, marked), -1
    for quote in marked.quotes:
        if (name := reader.name(quote, accepted)) is not None:
            accepted = quote.end
            yield name


class _Quoted:
    """Tells, by what stands around it, whether a quotation names a thing."""

    def __init__(self, found: Extraction, marked: MarkedText) -> None:
        self._marked = marked
        self._reading = marked.reading
        self._spelled = {c.span.end: c.span.start for c in found.components}
        bureaus = (e for e in found.entities if e.label is Label.BUREAU)
        self._organs = {m.span.end: m.span.start for e in bureaus for m in e.mentions}

    def name(self, quote: Span, accepted: int) -> Name | None:
        """The thing that a quotation names; `accepted`: where the last one that names a thing ends."""
        text = self._reading[quote.start + 1 : quote.end - 1]
        if not 2 <= len(text) <= _LONGEST:
            return None
        governed = self._is_led(quote) or self._goes_on(quote, accepted)
        promoted = not governed and self._after(quote) in _STOPS and _object_before(self._marked, quote.start)
        counted = _COUNT.match(self._reading, quote.end) is not None and _set_up(self._marked, quote.start)
        if not (governed or promoted or counted or self._has_members(quote) or is_whole("by-itself", text)):
            return None
        if self._is_none(quote, text):
            return None
        span, name, forms = _with_object(self._marked, quote, text) if promoted else (quote, text, ())
        label, kind = _sort(text, "body" if counted else "method")
        rule = "governed-quotation" if governed else "quotation"
        return Name(span, label, kind, rule, name, "", forms, verb="run")

    def _is_none(self, quote: Span, text: str) -> bool:
        """Whether it stands in a title, is a slogan, or what follows it says that it is something else."""
        if self._marked.title_at(quote.start) is not None:
            return True
        return is_whole("slogan", text) or begins("no-quotation", self._reading, quote.end)

    def _is_led(self, quote: Span) -> bool:
        """Whether a verb of carrying out stands before it, or one of setting up, or a station whose it is."""
        upto = self._organs.get(quote.start, quote.start)
        before = self._reading[max(0, upto - _LEAD) : upto]
        if says("quoted", before):
            return True
        if self._after(quote) not in _STOPS and not self._after(quote).isdigit():
            return False
        stationed = upto < quote.start and self._reading[quote.start - 1] in _STATIONS
        return stationed or says("quoted-set", before)

    def _goes_on(self, quote: Span, accepted: int) -> bool:
        """Whether it is the next item of a list whose last one names a thing."""
        return accepted >= 0 and _AND.fullmatch(self._reading, accepted, quote.start) is not None

    def _has_members(self, quote: Span) -> bool:
        """Whether its members stand before it, behind a verb or nothing else: 推行受理、办理“两段衔接”."""
        begin = self._spelled.get(quote.end - 1, quote.start)
        closed = begin < quote.start and self._after(quote) in _STOPS
        alone = begin == self._marked.clause_start(begin)
        return closed and (alone or _verb_before(self._marked, begin + 4, _LEAD))

    def _after(self, quote: Span) -> str:
        return self._reading[quote.end : quote.end + 1]


def _set_up(marked: MarkedText, at: int) -> bool:
    """Whether a verb of setting up stands before a point in its clause: 建成警务站4座、“平安岗亭”9个."""
    for edge in marked.before(at, marked.clause_start(at)):
        if edge.role not in {"and", "adverb"}:
            return edge.role == "set"
    return False


def _verb_before(marked: MarkedText, at: int, reach: int, role: str = "") -> bool:
    """Whether the nearest edge before a point, within reach, is a verb of carrying out (or a rule's own)."""
    for edge in marked.before(at, max(0, at - reach)):
        if edge.role in {"and", "adverb"}:
            continue
        verb = marked.reading[edge.start : edge.end]
        return edge.role in {"run", "set"} and (not role or is_whole(role, verb))
    return False


def _object_before(marked: MarkedText, at: int) -> bool:
    """Whether nothing but a noun stands between a verb of promoting and a point."""
    edge = marked.edge_before(at, max(0, at - _FAR))
    between = marked.reading[edge.end : at] if edge else "”"
    return "”" not in between and _verb_before(marked, at, _FAR, "promoted")


def _with_object(marked: MarkedText, quote: Span, text: str) -> tuple[Span, str, tuple[str, ...]]:
    """A quotation with the noun between the verb and it: 无犯罪记录证明“网上开”; the quotation alone is a form."""
    edge = next(e for e in marked.before(quote.start, quote.start - _FAR) if e.role in {"run", "set"})
    start = edge.end + (marked.reading[edge.end] in "了起出")
    return Span(start, quote.end), marked.reading[start : quote.start] + text, (text,)


def _sort(text: str, default: str) -> tuple[str, str]:
    """Label and kind of a quotation by the class word that it ends with; else it is a mechanism of the default kind."""
    endings = _endings()
    sizes = range(min(len(text), _LONGEST_WORD), 0, -1)
    ending = next((endings[text[-size:]] for size in sizes if text[-size:] in endings), ("Mechanism", default))
    return sort_of(f"“{text}”", ending)


@cache
def _endings() -> dict[str, tuple[str, str]]:
    return {row["term"]: (row["label"], row["kind"]) for row in lexicon("thing_heads") if row["use"] not in COMMON}


def shaped(marked: MarkedText) -> Iterator[Name]:
    """Names that a rule of role `name` reads off the text."""
    for rule, m in scan(marked.reading, "things", "name"):
        label, kind = str(rule.gives["label"]), str(rule.gives.get("kind", ""))
        span = Span(*m.span(m.lastgroup or 0))
        shared = bool(rule.gives.get("shared"))
        yield Name(span, label, kind, rule.name, unquoted(marked.cut(span)), verb="run", shared=shared)


def spelled(found: Extraction, marked: MarkedText) -> Iterator[Name]:
    """Bodies that a collective name of bodies spells out: 两队一室(社区警务队、案件办理队、综合指挥室)."""
    organs = {m.span for e in found.entities if e.label is Label.BUREAU for m in e.mentions}
    for component in found.components:
        if is_whole("bodies", component.whole):
            for part, span in zip(component.parts, component.part_spans, strict=True):
                if part[-1] in component.whole and span not in organs:
                    at = Span(trimmed(marked.reading, *span), span.end)
                    yield Name(at, "Mechanism", "body", "spelled-out-body", marked.cut(at), verb="run")


def promoted(marked: MarkedText) -> Iterator[Name]:
    """Nouns without a class word, each of which a verb of introducing makes a name: 推行|律师会见网上预约."""
    for rule, m in scan(marked.reading, "things", "promotes"):
        at = m.start("list")
        for item in m["list"].split("、"):
            span = Span(at, at + len(item))
            at = span.end + 1
            if _names_itself(marked, span):
                yield Name(span, "Mechanism", "method", rule.name, item, verb="run")


def _names_itself(marked: MarkedText, span: Span) -> bool:
    """Whether a noun has no class word, no verb in it and words of its own."""
    if marked.heads_in(span.end, span.end) or marked.edge_before(span.end, span.start):
        return False
    text = marked.cut(span)
    return telling(text)[1] > _SHORTEST and not (is_whole("slogan", text) or is_whole("drop", text))
