"""Members told behind a name: in parentheses, after a colon or 即, in the next parentheses of the sentence."""

from __future__ import annotations

import re

from kg.extract.components.collectives import Collective, numbers_in
from kg.extract.components.lists import (
    CLAUSES,
    COMMAS,
    LIST,
    PLUS,
    SEMICOLONS,
    from_digits,
    from_noun,
    in_parts,
    titles,
    without_figures,
    without_noun,
    without_ordinals,
    without_rest,
)
from kg.marks import HAN, SENTENCE_END
from kg.model import Span
from kg.ontology import any_of, rules_of

_CLASS_WORD = re.compile(rf"》?{HAN}{{0,8}}(?:\d[\d.万余多]*[人名起件次份])?\(")
_LATER = re.compile(r"[^。;(\n]{1,40}\(")
_ORDINALS = "一二三四五六七八九十"
_FAR = 300
"""Characters of a gloss in parentheses, or from a name to the end of its sentence."""


def gloss(reading: str, name: Collective) -> Span | None:
    """The text in parentheses behind a name and its class word: “三长”(即…)联席会议."""
    m = _CLASS_WORD.match(reading, name.outer.end)
    if m is None or (not name.classed and m.end() - m.start() > 1):
        return None
    return _in_brackets(reading, m.end())


def _in_brackets(reading: str, start: int) -> Span | None:
    """What stands from `start` to the bracket that closes, without the word that begins a gloss."""
    depth, at = 1, start
    while at < len(reading) and depth and at - start < _FAR:
        depth += (reading[at] == "(") - (reading[at] == ")")
        at += 1
    return _without_gloss_word(reading, Span(start, at - 1)) if not depth else None


def _without_gloss_word(reading: str, span: Span) -> Span:
    for rule in rules_of("components", "gloss"):
        if m := rule.pattern.match(reading, span.start, span.end):
            return Span(m.end(), span.end)
    return span


def in_parentheses(reading: str, name: Collective) -> list[Span] | None:
    """Members in the parentheses behind a name; titles as they stand, else by the separator that yields most."""
    span = gloss(reading, name)
    if span is None:
        return None
    if parts := titles(reading, span, name.counts):
        return parts
    if any_of("components", "each-glossed").search(reading, *span):
        return None
    mixed = (COMMAS,) if len(numbers_in(name.text)) > 1 else ()
    for count in name.counts:
        for separator in (LIST, PLUS, CLAUSES, *mixed, SEMICOLONS):
            if parts := in_parts(reading, span, (count,), separator):
                return without_figures(reading, without_noun(reading, parts, name.noun))
    return None


def behind(reading: str, name: Collective) -> list[Span] | None:
    """Members after a colon or 即, to the end of the clause, else of the sentence."""
    for rule in rules_of("components", "behind"):
        m = rule.pattern.match(reading, name.outer.end, name.outer.end + 20)
        if m is None:
            continue
        start = _without_gloss_word(reading, Span(m.end(), m.end() + 10)).start
        stop = SENTENCE_END.search(reading, start, start + _FAR)
        end = stop.start() if stop else min(start + _FAR, len(reading))
        if parts := titles(reading, Span(start, end), name.counts):
            return parts
        for separator, ends in ((LIST, ",;)"), (SEMICOLONS, ")"), (COMMAS, ";)")):
            span = Span(start, _first_of(ends, reading, start, end))
            whole_clauses = separator is SEMICOLONS
            if parts := in_parts(reading, span, name.counts, separator, long=whole_clauses, first_clause=whole_clauses):
                parts = without_ordinals(reading, without_noun(reading, parts, name.noun), name.noun)
                parts = from_digits(reading, parts, name.text) if name.text.isdigit() else parts
                return without_rest(reading, from_noun(reading, parts, name.noun))
    return None


def _first_of(ends: str, reading: str, start: int, end: int) -> int:
    """Where the first of some characters stands, but for a bracket that closes one opened on the way: 村(居)委会."""
    close = reading.find(")", start, end)
    while start <= reading.rfind("(", start, max(start, close)) > reading.rfind(")", start, close):
        close = reading.find(")", close + 1, end)
    places = (close if c == ")" else reading.find(c, start, end) for c in ends)
    return min((at for at in places if at >= 0), default=end)


def later_gloss(reading: str, name: Collective) -> list[Span] | None:
    """Members in the next parentheses of the sentence, where they are counted off: (一看管辖、二看事实、三看证据)."""
    m = _LATER.match(reading, name.outer.end) if name.quoted else None
    span = _in_brackets(reading, m.end()) if m else None
    parts = in_parts(reading, span, name.counts, COMMAS) if span else None
    if not parts or not all(reading[p.start] == c for p, c in zip(parts, _ORDINALS, strict=False)):
        return None
    return parts
