"""Mechanisms and programs named by a quotation alone, or by a shape of their own (1+N, 《X》栏目)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.gather import unquoted
from kg.extract.scan import scan
from kg.extract.things.named import COMMON, Name, begins, is_whole, says, sort_of, telling, trimmed
from kg.extract.things.names import Lines
from kg.model import Extraction, Label, Span
from kg.ontology import lexicon

_LEAD, _LONGEST, _FAR, _LONGEST_WORD = 8, 20, 12, 8
_STATIONS = ("所", "队")
_SHORTEST = 3
_STOPS = frozenset(",。;、:和与及“(")


def quoted(found: Extraction, lines: Lines) -> Iterator[Name]:
    """Quotations after a verb of carrying out or another such one, and those whose last word says what they are."""
    reading = lines.reading
    spelled = {c.span.end: c.span.start for c in found.components}
    organs = {m.span.end: m.span.start for e in found.entities if e.label is Label.BUREAU for m in e.mentions}
    accepted = -1
    for quote in lines.quotes:
        text = reading[quote.start + 1 : quote.end - 1]
        if (
            not 2 <= len(text) <= _LONGEST
            or lines.title_at(quote.start) is not None
            or not _may_name(lines, quote, text)
        ):
            continue
        listed = accepted >= 0 and _AND.fullmatch(reading, accepted, quote.start) is not None
        upto = organs.get(quote.start, quote.start)
        before = reading[max(0, upto - _LEAD) : upto]
        ends = reading[quote.end : quote.end + 1] in _STOPS or reading[quote.end : quote.end + 1].isdigit()
        led = (
            (upto < quote.start and ends and reading[upto : quote.start].endswith(_STATIONS))
            or says("quoted", before)
            or (ends and says("quoted-set", before))
        )
        begin = spelled.get(quote.end - 1, quote.start)
        closes = reading[quote.end : quote.end + 1] in _STOPS
        after_members = begin < quote.start and closes and _verb_before(lines, begin + 4, _LEAD)
        after_object = closes and _object_before(lines, quote.start)
        counted = _COUNT.match(reading, quote.end) is not None and _set_up(lines, quote.start)
        if led or listed or after_members or after_object or counted or is_whole("by-itself", text):
            accepted = quote.end
            label, kind = _sort(text, "body" if counted else "method")
            span, name, forms = quote, text, tuple[str, ...]()
            if after_object and not (led or listed):
                span, name, forms = _with_object(lines, quote, text)
            rule = "governed-quotation" if led or listed else "quotation"
            yield Name(span, label, kind, rule, name, "", forms, verb="run")


def _may_name(lines: Lines, quote: Span, text: str) -> bool:
    return not is_whole("slogan", text) and not begins("no-quotation", lines.reading, quote.end)


_AND = re.compile(r"|以及|[、和与及]|\d+[余多]?[次场期个件家]、")
_COUNT = re.compile(r"\d+余?[个处座支家间辆]")


def _set_up(lines: Lines, at: int) -> bool:
    """Whether a verb of setting up stands before a point in its clause: 建成警务站4座、“平安岗亭”9个."""
    for edge in lines.before(at, lines.clause(at).start):
        if edge.role not in {"and", "adverb"}:
            return edge.role == "set"
    return False


def _verb_before(lines: Lines, at: int, reach: int, role: str = "") -> bool:
    """Whether the nearest edge before a point, within reach, is a verb of carrying out (or a rule's own)."""
    for edge in lines.before(at, max(0, at - reach)):
        if edge.role in {"and", "adverb"}:
            continue
        verb = lines.reading[edge.start : edge.end]
        return edge.role in {"run", "set"} and (not role or is_whole(role, verb))
    return False


def _object_before(lines: Lines, at: int) -> bool:
    """Whether nothing but a noun stands between a verb of promoting and a point."""
    edge = next(lines.before(at, max(0, at - _FAR)), None)
    between = lines.reading[edge.end : at] if edge else "”"
    return "”" not in between and _verb_before(lines, at, _FAR, "promoted")


def _with_object(lines: Lines, quote: Span, text: str) -> tuple[Span, str, tuple[str, ...]]:
    """A quotation with the noun between the verb and it: 无犯罪记录证明“网上开”; the quotation alone is a form."""
    edge = next(e for e in lines.before(quote.start, quote.start - _FAR) if e.role in {"run", "set"})
    start = edge.end + (lines.reading[edge.end] in "了起出")
    return Span(start, quote.end), lines.reading[start : quote.start] + text, (text,)


def _sort(text: str, default: str) -> tuple[str, str]:
    """Label and kind of a quotation by the class word that it ends with; else it is a mechanism of the default kind."""
    endings = _endings()
    sizes = range(min(len(text), _LONGEST_WORD), 0, -1)
    ending = next((endings[text[-size:]] for size in sizes if text[-size:] in endings), ("Mechanism", default))
    return sort_of(f"“{text}”", ending)


@cache
def _endings() -> dict[str, tuple[str, str]]:
    return {row["term"]: (row["label"], row["kind"]) for row in lexicon("thing_heads") if row["use"] not in COMMON}


def shaped(lines: Lines) -> Iterator[Name]:
    """Names that a rule of role `name` reads off the text."""
    for rule, m in scan(lines.reading, "things", "name"):
        label, kind = str(rule.gives["label"]), str(rule.gives.get("kind", ""))
        span = Span(*m.span(m.lastgroup or 0))
        shared = bool(rule.gives.get("shared"))
        yield Name(span, label, kind, rule.name, unquoted(lines.cut(span)), verb="run", shared=shared)


def spelled(found: Extraction, lines: Lines) -> Iterator[Name]:
    """Bodies that a collective name of bodies spells out: 两队一室(社区警务队、案件办理队、综合指挥室)."""
    organs = {m.span for e in found.entities if e.label is Label.BUREAU for m in e.mentions}
    for component in found.components:
        if is_whole("bodies", component.whole):
            for part, span in zip(component.parts, component.part_spans, strict=True):
                if part[-1] in component.whole and span not in organs:
                    at = Span(trimmed(lines.reading, *span), span.end)
                    yield Name(at, "Mechanism", "body", "spelled-out-body", lines.cut(at), verb="run")


def promoted(lines: Lines) -> Iterator[Name]:
    """Nouns without a class word, each of which a verb of introducing makes a name: 推行|律师会见网上预约."""
    for rule, m in scan(lines.reading, "things", "promotes"):
        at = m.start("list")
        for item in m["list"].split("、"):
            span = Span(at, at + len(item))
            at = span.end + 1
            if _names_itself(lines, span):
                yield Name(span, "Mechanism", "method", rule.name, item, verb="run")


def _names_itself(lines: Lines, span: Span) -> bool:
    """Whether a noun has no class word, no verb in it and words of its own."""
    if lines.heads_in(span.end, span.end) or any(lines.before(span.end, span.start)):
        return False
    text = lines.cut(span)
    return telling(text)[1] > _SHORTEST and not (is_whole("slogan", text) or is_whole("drop", text))
