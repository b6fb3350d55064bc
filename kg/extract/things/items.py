"""Quotations before a class word that they share, each of which names a thing."""

from __future__ import annotations

from kg.extract.things.named import is_whole
from kg.extract.things.names import Lines
from kg.model import Span

_NOUN, _NEAR = 8, 9
"""The longest noun before a quotation that is part of its name, and between a quotation and its class word."""


def items_of(lines: Lines, start: int, end: int) -> list[Span]:
    """The quotations that a list right before a class word consists of, each with the noun before it: “A”“B”改革,
    “A”、甲“B”制度."""
    found: list[Span] = []
    at = start
    for quote in lines.quotes_in(start, end):
        between = lines.reading[at : quote.start]
        own = between.lstrip("、和与及")
        apart = not found or len(own) < len(between)
        if own and not (apart and len(own) <= _NOUN and plain(lines, quote.start - len(own), quote.start)):
            return []
        found.append(Span(quote.start - len(own), quote.end))
        at = quote.end
    return found if found and is_whole("between", lines.reading[at:end]) else []


def own_quote(lines: Lines, start: int, end: int) -> int | None:
    """Where the second of two quotations begins that stand side by side and name a thing each: “A”|“B”办案机制."""
    quotes = lines.quotes_in(start, end)
    side = len(quotes) == 2 and quotes[0].end == quotes[1].start and plain(lines, start, quotes[0].start)
    return quotes[1].start if side and end - quotes[1].end <= _NEAR else None


def plain(lines: Lines, start: int, end: int) -> bool:
    """Whether no word that ends what stands before a name begins in a range."""
    return not any(at in lines.edge_starts for at in range(start, end))
