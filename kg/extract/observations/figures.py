"""Every number of a report: its quantity and unit, and why it is no figure where it is none.

Numbers come from the grammar of kg.numerals, units from an open lexicon, the decision from rules over a frame of the
text around the number (ontology/rules/figures.toml); inside titles and short quotes a number is part of a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kg.errors import OntologyError
from kg.extract.cues import Cued
from kg.extract.gather import TITLE
from kg.extract.observations.variants import plain
from kg.hedges import bound_behind
from kg.model import Bound, Quantity, Span
from kg.numerals import Number, numbers
from kg.ontology import Rule, lexicon, rules, words

NONE = "none-of-them"
"""The rule of rules/figures.toml for a number that says that there is none: 未发生1起."""
_LEFT, _RIGHT = 24, 30
"""Characters of the frame before and behind a number (rules/figures.toml)."""
_FRAME = "<>/;"
_JOINTS = frozenset({"至", "到", "-", "—", "——", "–", "~"})
_BESIDE_EACH_OTHER = frozenset({"和", "、", "与", "及"})
_QUOTE = re.compile(r"[“\"‘「『][^“”\"‘’「」『』\n]{1,24}[”\"’」』]")
_BESIDE = re.compile(r"[·/]?次(?=[^\u4e00-\u9fff]|$)|/人(?=[^\u4e00-\u9fff]|$)|\(([\u4e00-\u9fff]{1,2})\)")
_JOINS = {"times": "/", **dict.fromkeys(("thing", "person", "case", "document", "abstract"), "次(·/")}
"""By the kind of a unit, how what makes one unit with it begins."""
_UNSEEN_TIMES = re.compile(r"[\u4e00-\u9fff]次(?=[,。;、)])")
_UNSEEN = re.compile(r"[\u4e00-\u9fff](?:次|(?=[,。;、)]))")


class Figure(Struct, frozen=True):
    """A number in the reading text.

    `number`: the number's own characters, 万/亿 and hedges inside it included (2.8亿余). `span`: with the hedge before
    it and the unit behind it (近2.8亿余元). `reason` is None where the number measures something, else one of a closed
    list (date, ordinal, …; lexicon/reasons.tsv) that says why it is no figure; `rule` names the rule that decided.
    """

    number: Span
    span: Span
    quantity: Quantity
    rule: str
    reason: str | None = None


def figures(reading: str) -> tuple[Figure, ...]:
    """All numbers of a reading text in its order, figures and others.

    Chinese signs that are part of a word and stand before no measure word (统一, 一致) are not listed.
    """
    seen = plain(reading)
    names = _Names(seen)
    found: list[_Counted] = []
    for number in numbers(seen):
        if found and number.span.start < found[-1].end:
            continue
        number = number if number.value else _share_without_sign(seen, number)
        unit, kind = _unit(seen, number)
        if not unit and (number.value is None or (number.chinese and not _numbers_something(seen, number))):
            continue
        counted = _Counted(number, unit, kind, number.span.end + (0 if number.share else len(unit)))
        counted = _below_zero(seen, counted) if kind == "percent" else _and_a_half(seen, counted)
        if found and (whole := _range(seen, found[-1], counted)):
            found[-1] = whole
        else:
            _share_unit(seen, found, counted)
            found.append(counted)
    if seen != reading:
        found = [_as_written(reading, seen, counted) for counted in found]
    return tuple([_figure(seen, names, counted) for counted in found])


class _Counted(Struct, frozen=True):
    """A number with its unit, the unit's kind, and where the unit ends: at the number where a later one shares it."""

    number: Number
    unit: str
    kind: str
    end: int


_HALF = re.compile(r"半(?![年月日天夜数径制程自途成决边价岛载])")
_MEASURES = frozenset({"time", "money", "length", "area", "volume", "mass", "energy", "ratio"})


def _and_a_half(seen: str, counted: _Counted) -> _Counted:
    """With the half that a unit holds or that follows it: 1个半月, 两年半."""
    number, unit, kind, end = counted.number, counted.unit, counted.kind, counted.end
    inside = unit.startswith("个半")
    if number.value is None or not (inside or (kind in _MEASURES and _HALF.match(seen, end))):
        return counted
    more = replace(number, value=number.value + Decimal("0.5"))
    return _Counted(more, unit.replace("半", "", 1), kind, end + (not inside))


_SIGNED = re.compile("[长降升增减幅率达为比][-−]$")
_RATE_OF = re.compile(r"率(?:为|是|达到?|保持|保持为|[降减]?[至到]|[降减]为|控制[在为])?$")


def _below_zero(seen: str, counted: _Counted) -> _Counted:
    """With the sign of a rate that fell: 同比增长-3.5%."""
    number, start = counted.number, counted.number.span.start
    if number.value is None or number.lead != start or not _SIGNED.search(seen, max(start - 2, 0), start):
        return counted
    high = None if number.high is None else -number.high
    signed = replace(number, span=Span(start - 1, number.span.end), lead=start - 1, value=-number.value, high=high)
    return replace(counted, number=signed)


def _share_without_sign(seen: str, number: Number) -> Number:
    """A rate of nought as one in a hundred, for it is told without a sign: 败诉率为0."""
    if number.value != 0 or number.share:
        return number
    start, end = number.span
    alone = end == len(seen) or seen[end] in ",。;、)\n"
    return replace(number, share="%") if alone and _RATE_OF.search(seen, max(start - 6, 0), start) else number


def _as_written(reading: str, seen: str, counted: _Counted) -> _Counted:
    """With the unit in the characters of the text, which may be traditional ones."""
    start, end = counted.number.span.end, counted.end
    same = seen[start:end] == reading[start:end]
    return counted if same else replace(counted, unit=reading[start:end])


def _range(reading: str, low: _Counted, high: _Counted) -> _Counted | None:
    """The range that two numbers with the same unit make (3万元至5万元), unless the text tells of a change."""
    a, b = low.number, high.number
    if low.unit != high.unit or low.kind in {"", "time"} or reading[low.end : b.span.start] not in _JOINTS:
        return None
    if a.high is not None or a.value is None or b.value is None or a.value >= b.value:
        return None
    if reading[a.lead - 1 : a.lead] in {"从", "由"}:
        return None
    return replace(
        low,
        number=replace(b, span=Span(a.span.start, b.span.end), lead=a.lead, value=a.value, high=b.value),
        end=high.end,
    )


def _share_unit(seen: str, found: list[_Counted], last: _Counted) -> None:
    """Give the numbers without a unit before another the unit that follows all of them: 分别高4.2和0.7个百分点."""
    if last.kind in {"", "time", "grade"} or last.number.chinese:
        return
    behind = last
    for at in range(len(found) - 1, -1, -1):
        if not _stand_together(seen, found[at], behind):
            return
        behind = found[at] = replace(found[at], unit=last.unit, kind=last.kind)


def _stand_together(seen: str, former: _Counted, behind: _Counted) -> bool:
    """Whether a number without a unit is one of several that are told each of its own thing (分别, 各)."""
    a, b = former.number, behind.number
    bare = not former.unit or (behind.kind == "percent" and former.unit == behind.unit[:1])
    if not bare or a.chinese or seen[former.end : b.lead] not in _BESIDE_EACH_OTHER:
        return False
    clause = seen[max(seen.rfind(mark, max(0, a.lead - _LEFT), a.lead) for mark in ",。;\n") + 1 : a.lead]
    return behind.kind == "percent" or "分别" in clause or "各" in clause


class _Names:
    """Where the text stands in a title or a short quote."""

    def __init__(self, reading: str) -> None:
        found = (("in-a-title", TITLE), ("in-quotes", _QUOTE))
        spans = [(rule, [m.span() for m in pattern.finditer(reading)]) for rule, pattern in found]
        self._found = [(rule, [start for start, _ in each], [end for _, end in each]) for rule, each in spans]

    def at(self, position: int) -> str | None:
        """The rule by which a position stands in a title or a quote, None outside."""
        for rule, starts, ends in self._found:
            last = bisect_right(starts, position) - 1
            if last >= 0 and position < ends[last]:
                return rule
        return None


_IN_NAMES = {"in-a-title": "title", "in-quotes": "name"}


def _numbers_something(reading: str, number: Number) -> bool:
    """Whether a Chinese number without a measure word can still be an ordinal or the number of a heading."""
    before, behind = reading[number.span.start - 1 : number.span.start], reading[number.span.end : number.span.end + 1]
    return before == "第" or (behind in {"、", ")", "是"} and before in {"", "\n", "(", "。", ";", ":", ","})


def _figure(reading: str, names: _Names, counted: _Counted) -> Figure:
    number, unit = counted.number, counted.unit
    span_end, bound = bound_behind(reading, counted.end)
    quantity = Quantity(number.value, unit, bound or number.bound, number.high)
    span = Span(number.lead, span_end if bound else counted.end)
    inside = names.at(number.span.start)
    if inside is not None:
        return Figure(number.span, span, quantity, inside, _IN_NAMES[inside])
    rule = _decide(reading, counted)
    if rule.name == NONE:
        quantity = Quantity(Decimal(0), unit)
    return Figure(number.span, span, quantity, rule.name, rule.gives["reason"] or None)


def _decide(reading: str, counted: _Counted) -> Rule:
    number, kind = counted.number, counted.kind
    start, end = number.span
    line = reading.rfind("\n", max(0, start - _LEFT), start)
    left = reading[line if line >= 0 else max(0, start - _LEFT) : start]
    measure = counted.unit.replace("/", "")
    frame = f"{left}<{reading[start:end]}>{measure}/{kind};{reading[counted.end : counted.end + _RIGHT]}"
    for rule in _rules("bare" if number.bare else "chinese" if number.chinese else "arabic", kind).fitting(frame):
        if rule.pattern.search(frame):
            return rule
    raise OntologyError(f"rules/figures.toml: no rule decides on {frame}")


@cache
def _rules(script: str, kind: str) -> Cued:
    """The rules that look at numbers of a script and a kind of unit, in the order of the file."""
    found = []
    known = set(words("reasons", what="number"))
    for rule in rules("figures"):
        if rule.gives.get("reason", "?") not in {"", *known}:
            raise OntologyError(f"rules/figures.toml: {rule.name}: reason is not in lexicon/reasons.tsv")
        if rule.gives.get("script", script) == script and kind in rule.gives.get("kinds", (kind,)):
            found.append(rule)
    return Cued(found, everywhere=_FRAME)


# ------------------------------------------------------------------ units


_Unit: TypeAlias = tuple[str, str, re.Pattern[str] | None]
"""A unit, its kind, and what may not follow it."""


@cache
def _units() -> Mapping[str, tuple[str, re.Pattern[str] | None]]:
    """Kind of every unit, with what may not follow it."""
    return {row["term"]: (row["kind"], _barred(row) if row["not"] else None) for row in lexicon("units")}


@cache
def _by_first() -> Mapping[str, tuple[_Unit, ...]]:
    """Units by their first character, the longest first."""
    found: defaultdict[str, list[_Unit]] = defaultdict(list)
    for unit, (kind, barred) in sorted(_units().items(), key=lambda item: len(item[0]), reverse=True):
        found[unit[0]].append((unit, kind, barred))
    return {first: tuple(units) for first, units in found.items()}


def _barred(row: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(row["not"])
    except re.error as error:
        raise OntologyError(f"lexicon/units.tsv: {row['term']}: {error}") from error


def _unit(reading: str, number: Number) -> tuple[str, str]:
    """The unit behind a number and its kind: the longest of the lexicon, else what a counted number can only mean."""
    end = number.span.end
    if number.share:
        return number.share, "percent"
    for unit, kind, barred in _by_first().get(reading[end : end + 1], ()):
        if reading.startswith(unit, end):
            behind = end + len(unit)
            if barred is None or not barred.match(reading, behind):
                return unit + _more(reading, behind, kind), kind
    hedged = number.bound is Bound.OVER and reading[end - 1] in "余多"
    if m := (_UNSEEN if hedged else _UNSEEN_TIMES).match(reading, end):
        return m[0], "thing"
    return "", ""


def _more(reading: str, at: int, kind: str) -> str:
    """What makes one unit with the measure word before it: 次 (30所次), another in a parenthesis (12家(处))."""
    if reading[at : at + 1] not in _JOINS.get(kind, ""):
        return ""
    m = _BESIDE.match(reading, at)
    return m[0] if m and (m[1] is None or m[1] in _units()) else ""
