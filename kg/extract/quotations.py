"""Mechanisms and programs named by a quotation alone, or by a shape of their own (1+N, 《X》栏目)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extract.gather import unquoted
from kg.extract.named import Name, of_role
from kg.extract.names import Lines
from kg.model import Extraction, Span
from kg.ontology import lexicon

_LEAD, _LONGEST = 8, 20
_STOPS = frozenset(",。;、")
_JOINTS = frozenset({"", "、", "和", "与", "及", "以及", "或"})


def quoted(found: Extraction, lines: Lines) -> Iterator[Name]:
    """Quotations after a verb of carrying out or another such one, and those whose last word says what they are."""
    reading = lines.reading
    spelled = {c.span.end: c.span.start for c in found.components}
    accepted = -1
    for quote in lines.quotes:
        text = reading[quote.start + 1 : quote.end - 1]
        if (
            not 2 <= len(text) <= _LONGEST
            or lines.title_at(quote.start) is not None
            or not _may_name(lines, quote, text)
        ):
            continue
        before = reading[max(0, quote.start - _LEAD) : quote.start]
        listed = accepted >= 0 and reading[accepted : quote.start] in _JOINTS
        begin = spelled.get(quote.end - 1, quote.start)
        led = any(rule.pattern.search(before) for rule in of_role("quoted"))
        ends = any(rule.pattern.fullmatch(text) for rule in of_role("by-itself"))
        if (
            led
            or listed
            or ends
            or (begin < quote.start and reading[quote.end : quote.end + 1] in _STOPS and _led(lines, begin))
        ):
            accepted = quote.end
            label, kind = _sort(text)
            yield Name(quote, label, kind, "governed-quotation" if led or listed else "quotation", text, verb="run")


def _may_name(lines: Lines, quote: Span, text: str) -> bool:
    if any(rule.pattern.fullmatch(text) for rule in of_role("slogan")):
        return False
    return not any(rule.pattern.match(lines.reading, quote.end) for rule in of_role("no-quotation"))


def _led(lines: Lines, begin: int) -> bool:
    """Whether a verb of carrying out stands before the members that a collective name follows."""
    return any(e.role == "run" for e in lines.before(begin + 4, max(0, begin - 6)))


def _sort(text: str) -> tuple[str, str]:
    """Label and kind of a quotation by the class word that it ends with; else it is a method."""
    for rule in of_role("sort"):
        if rule.pattern.search(f"“{text}”"):
            return str(rule.gives["label"]), str(rule.gives.get("kind", ""))
    for term, label, kind in _endings():
        if text.endswith(term):
            return label, kind
    return "Mechanism", "method"


@cache
def _endings() -> tuple[tuple[str, str, str], ...]:
    rows = [(r["term"], r["label"], r["kind"]) for r in lexicon("thing_heads") if r["use"] not in {"quoted", "service"}]
    return tuple(sorted(rows, key=lambda r: -len(r[0])))


def shaped(lines: Lines) -> Iterator[Name]:
    """Names that a rule of role `name` reads off the text."""
    for rule in of_role("name"):
        label, kind = str(rule.gives["label"]), str(rule.gives.get("kind", ""))
        shared = bool(rule.gives.get("shared"))
        for m in rule.matches(lines.reading):
            span = Span(*m.span(m.lastgroup or 0))
            yield Name(
                span, label, kind, rule.name, unquoted(lines.reading[span.start : span.end]), verb="run", shared=shared
            )
