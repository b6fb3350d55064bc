"""Lists before a class word that their members share, each of which names a thing: “A”“B”改革, A、“B”等5项制度."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.gather import unquoted
from kg.extract.things.marked_text import Edge, Head, MarkedText
from kg.extract.things.name import COMMON, MADE, Name, is_whole, says, sort_of, without
from kg.extract.things.terms import Terms
from kg.marks import JOINING, JOINTS
from kg.model import Span
from kg.ontology import any_of

_NOUN, _NEAR = 8, 9
"""Characters of the longest noun before a quotation that is part of its name, and between it and its class word."""
_LENGTH = (4, 14)
"""How short and how long a member without quotation marks can be."""
_OTHERS, _COUNTING = 12, frozenset("个项种")
"""Characters before a class word in which 等 or a count of what is listed stands, and how such a count ends."""
_ENDS_ITEM = JOINTS | {"等"}
_MEMBER = re.compile(
    rf"(?:(?P<quoted>“[^“”]+”)(?=[{JOINING}“(]|$)|(?P<plain>[^{JOINING}“”()]+)(?=[{JOINING}(]|$))(?:\([^()]*\))?"
)


def items_of(marked: MarkedText, quotes: list[Span], start: int, end: int) -> list[Span]:
    """The quotations that a list right before a class word consists of, each with the noun before it: “A”“B”改革,
    “A”、甲“B”制度."""
    found: list[Span] = []
    at = start
    for quote in quotes:
        between = marked.reading[at : quote.start]
        own = between.lstrip(JOINING)
        apart = not found or len(own) < len(between)
        if own and not (apart and len(own) <= _NOUN and marked.plain(quote.start - len(own), quote.start)):
            return []
        found.append(Span(quote.start - len(own), quote.end))
        at = quote.end
    return found if found and is_whole("between", marked.reading[at:end]) else []


def own_quote(marked: MarkedText, quotes: list[Span], start: int, end: int) -> int | None:
    """Where the second of two quotations begins that stand side by side and name a thing each: “A”|“B”办案机制."""
    side = len(quotes) == 2 and quotes[0].end == quotes[1].start and marked.plain(start, quotes[0].start)
    return quotes[1].start if side and end - quotes[1].end <= _NEAR else None


class Items:
    """Reads the members of lists as names."""

    def __init__(self, marked: MarkedText, terms: Terms) -> None:
        self.marked = marked
        self._terms = terms

    def item(self, quote: Span, head: Head, rule: str, verb: str, upto: int = 0) -> Name:
        """A quotation, with the noun before it, that names a thing by itself; `upto`: where its class word ends."""
        reading = self.marked.reading
        text = unquoted(reading[quote.start : quote.end])
        same = (
            t
            for t in self._terms.within(quote.start, quote.end)
            if t.text == text and not says("act", reading[head.start : head.end])
        )
        default = next(((t.label, t.kind) for t in same), (head.label, head.kind))
        label, kind = sort_of(reading[quote.start : quote.end], default)
        last = reading[head.start : head.end]
        bare = unquoted(reading[reading.index("“", quote.start) : quote.end])
        forms = (text + last, *((bare, bare + last) if bare != text else ()))
        return Name(Span(quote.start, upto or quote.end), label, kind, rule, text, "", forms, (), verb)

    def after_others(self, head: Head) -> re.Match[str] | None:
        """等 and a count between a list and its class word."""
        reading, start, end = self.marked.reading, max(0, head.start - _OTHERS), head.start
        if head.use in COMMON or (reading.find("等", start, end) < 0 and reading[end - 1] not in _COUNTING):
            return None
        return any_of("things", "others").search(reading, start, end)

    def listed(self, head: Head, others: re.Match[str]) -> Iterator[Name]:
        """The members of a list that ends with 等 and a class word: “A”“B”等专项行动, A、“B”(…)等5项制度."""
        marked, reading, end = self.marked, self.marked.reading, others.start()
        roles = {*MADE, "use", "verb", "cut"}
        floor = marked.clause_start(end)
        before = (e for e in marked.before(end, floor) if e.role in roles and marked.holder(e.start) is None)
        edge = next((e for e in before if reading[e.end] not in _ENDS_ITEM), None)
        first = edge.end if edge else floor
        for m in _MEMBER.finditer(reading, first, end):
            if m["quoted"]:
                if head.kind == "regime" or not is_whole("slogan", m["quoted"][1:-1]):
                    yield self.item(Span(*m.span("quoted")), head, "listed-before-class-word", "run")
            elif edge and "、" in reading[first:end] and head.kind == "body" and edge.role == "set":
                span = Span(first, head.end)
                yield Name(span, head.label, head.kind, "listed-before-class-word", marked.cut(span), verb="set")
                return
            elif edge and "、" in reading[first:end] and self._lists(edge, head):
                item, at = m["plain"], m.end("plain")
                if any(h.start == m.start("plain") for h in marked.heads_in(at, at)):
                    continue
                if _LENGTH[0] <= len(item) <= _LENGTH[1] and "的" not in item and without("empty").sub("", item)[1:]:
                    span = Span(*m.span("plain"))
                    yield Name(span, head.label, head.kind, "listed-before-class-word", item, "", (), (), "run")

    def _lists(self, edge: Edge, head: Head) -> bool:
        """Whether the members of an unquoted list are things each, by their verb and their class word."""
        if head.label == "Program":
            return edge.role in MADE and says("course", self.marked.cut(Span(head.start, head.end)))
        return edge.role in MADE or (edge.role == "use" and head.kind == "platform")
