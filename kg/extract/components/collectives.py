"""Collective names with a numeral (四率, 三级审核机制, 五个亲自): where they stand, how many members they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from kg.extract.gather import unquoted
from kg.extract.scan import scan
from kg.model import Component, Span
from kg.ontology import rules_of, words

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "双": 2}
_FUNCTION = frozenset("的对按由和与")
_BARE_MEASURES = frozenset("类级方层大位项")
_SORTS = ("类", "种")
"""三类群体电话回访: what is counted stands right behind these."""
_LONGEST_PARTY = 4
_NO_LONGER_NEAR, _LONGEST_NOUN = 3, 9


@dataclass(frozen=True, slots=True)
class Name:
    """A place that may hold a collective name: `outer` with its quotation marks, `noun` what is counted."""

    whole: Span
    outer: Span
    text: str
    rule: str
    counts: tuple[int, ...]
    noun: str

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotation marks."""
        return self.outer != self.whole


@dataclass(frozen=True, slots=True)
class Hit:
    """A collective name with its members, and where the name stands."""

    component: Component
    whole: Span


def names_in(reading: str) -> Iterator[Name]:
    """Every name with a numeral, whether or not the text spells it out; one in quotation marks is no other name."""
    quoted: set[int] = set()
    for rule, m in scan(reading, "components", "name"):
        before = reading[m.start() - 1 : m.start()] if m.start() else "\n"
        if before in rule.gives.get("not_behind", "") or before not in rule.gives.get("only_behind", before):
            continue
        whole = _counted(m) if "counted" in m.re.groupindex else Span(*m.span("whole"))
        if whole is None or whole.start in quoted:
            continue
        outer = whole if whole.end < m.end("whole") else Span(*m.span())
        whole = _without_verb(reading, whole) if outer != whole else whole
        text = unquoted(reading[whole.start : whole.end])
        if counts := _counts(text):
            if outer != whole:
                quoted.add(whole.start)
            yield Name(whole, outer, text, rule.name, counts, _noun(text))


def _counts(text: str) -> tuple[int, ...]:
    """How many members a name may have: 四率 4, 两清一明 3 or 2; by its digits: 135 has 3."""
    if text.isdigit():
        return (len(text),)
    numbers = numbers_in(text)
    return tuple(n for n in dict.fromkeys((sum(numbers), *numbers[:1])) if n > 1)


def _without_verb(reading: str, whole: Span) -> Span:
    """三流 of “三流同查”: what is done with the members together is none of the name."""
    for rule in rules_of("components", "shared-verb"):
        if m := rule.pattern.fullmatch(reading, *whole):
            return Span(*m.span("whole"))
    return whole


@cache
def _nouns() -> AhoCorasick:
    return AhoCorasick(words("counted_nouns"))


def _noun_ends(run: str) -> list[int]:
    """Where a class word ends; one of a single character only right behind the measure word: 四所, 三位员."""
    matches = _nouns().find_matches_as_indexes(run, overlapping=True)
    return [end for _, start, end in matches if end - start > 1 or end < _NO_LONGER_NEAR]


def _counted(m: re.Match[str]) -> Span | None:
    """A name without quotation marks: number, measure word and noun; the noun reaches to the end of the run of
    characters if it ends with a class word there, else to the first class word."""
    start, end, run = m.start("whole"), m.end("counted"), m["noun"]
    after = m.string[m.end("noun") : m.end("noun") + 1]
    ended = not ("\u4e00" <= after <= "\u9fff") or after in _FUNCTION
    if m["alone"] and m["alone"].endswith("要素"):
        return Span(start, end)
    for rule in rules_of("components", "double"):
        if twice := rule.pattern.match(run):
            return Span(start, end + twice.end())
    if m["measure"] == "方" and len(run) > _LONGEST_PARTY:
        return Span(start, end)
    ends = _noun_ends(run) if run else []
    if ended and m["measure"] not in _SORTS and len(run) in ends:
        return Span(start, m.end("noun"))
    if ends and not m["alone"] and min(ends) <= _LONGEST_NOUN:
        return Span(start, end + min(ends))
    return Span(start, end) if m["alone"] or (not run and m["measure"] in _BARE_MEASURES) else None


def numbers_in(name: str) -> list[int]:
    """The numbers in a name: 四率 4, 双下降 2, 十二项 12, 两清一明 2 and 1."""
    return [value_of(m["number"]) for rule in rules_of("components", "number") for m in rule.pattern.finditer(name)]


def value_of(text: str) -> int:
    """The value of a small number: 双 2, 十二 12."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _noun(text: str) -> str:
    """What a name counts, if it is a plain number with its noun: 亲自 of 五个亲自, 率 of 四率."""
    for rule in rules_of("components", "number"):
        found = [m for m in rule.pattern.finditer(text) if m.start() == 0 or text[0] == "一"]
        if found and found[0].start() == 0:
            return text[found[-1].end() :].removeprefix("个")
    return ""


def made(reading: str, rule: str, whole: Span, parts: list[Span]) -> Hit:
    """The component of a name and its members."""
    names = tuple(unquoted(reading[p.start : p.end]) for p in parts)
    span = Span(min(whole.start, parts[0].start), max(whole.end, *(p.end for p in parts)))
    return Hit(Component(unquoted(reading[whole.start : whole.end]), names, span, tuple(parts), rule), whole)
