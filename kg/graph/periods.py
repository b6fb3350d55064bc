"""Words for a time as days: 截至12月20日 of a report on 2021 ends on 2021-12-20. What names no days has no interval."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from msgspec import Struct
from pyoxigraph import NamedNode, Triple

from kg.graph.terms import day, node_of, term, zh
from kg.ontology import rules

_DIGITS = "一二三四五"
_FIRST_PLAN = 1951
"""The year that five-year plan number 0 would have begun in: the fourteenth begins in 2021."""


class Interval(Struct, frozen=True):
    """Days from `first` to `last`, both included; None: the words leave that end open."""

    first: date | None
    last: date | None

    @property
    def key(self) -> str:
        """A name of the interval that tells its days."""
        if self.first is None or self.last is None:
            return f"until-{self.last}" if self.first is None else f"since-{self.first}"
        return f"{self.first}--{self.last}"

    @property
    def node(self) -> NamedNode:
        """The interval in the graph; all reports share it."""
        return node_of("interval", self.key)

    def triples(self) -> Iterator[Triple]:
        """The interval in the terms of OWL-Time."""
        yield Triple(self.node, term("rdf:type"), term("time:ProperInterval"))
        yield Triple(self.node, term("rdfs:label"), zh(self._called()))
        for name, at in (("time:hasBeginning", self.first), ("time:hasEnd", self.last)):
            if at is not None:
                instant = node_of("instant", str(at))
                yield Triple(self.node, term(name), instant)
                yield Triple(instant, term("rdf:type"), term("time:Instant"))
                yield Triple(instant, term("time:inXSDDate"), day(str(at)))

    def _called(self) -> str:
        return f"{self.first or ''}/{self.last or ''}"


def whole_year(year: int) -> Interval:
    """The days of a year."""
    return Interval(date(year, 1, 1), date(year, 12, 31))


@cache
def interval(words: str, year: int | None) -> Interval | None:
    """The days that words of a report on a year mean; None where they name none, or none that exist."""
    text = re.sub(r"\s", "", words)
    for rule in rules("periods"):
        m = rule.pattern.fullmatch(text)
        if m and any(m.groupdict().values()):
            return _interval(m.groupdict(), rule.gives["span"], year)
    return None


def _interval(named: dict[str, str | None], span: str, year: int | None) -> Interval | None:
    try:
        first, last = _days(named, year)
        if span == "between":
            last = _last(named, year)
        if first > last:
            return None
        return Interval(None if span == "until" else first, None if span == "since" else last)
    except (TypeError, ValueError):  # no year is known, or no such day
        return None


def _days(named: dict[str, str | None], year: int | None) -> tuple[date, date]:
    """The first and the last day of what is named first."""
    own = _number(named.get("y")) or _shifted(named, year)
    if plan := named.get("plan"):
        begins = _FIRST_PLAN + 5 * (10 + _number(plan))
        return date(begins, 1, 1), date(begins + 4, 12, 31)
    months = _months(named)
    day_ = _number(named.get("d"))
    last = day_ or calendar.monthrange(own, months[1])[1]
    return date(own, months[0], day_ or 1), date(own, months[1], last)


def _months(named: dict[str, str | None]) -> tuple[int, int]:
    if named.get("half"):
        return (1, 6) if named["half"] == "上" else (7, 12)
    if quarter := _number(named.get("quarter")):
        return 3 * quarter - 2, 3 * quarter
    if quarters := named.get("quarters"):
        return 1, 9 if quarters == "三" else 6
    month = _number(named.get("m"))
    return (month, month) if month else (1, 12)


def _last(named: dict[str, str | None], year: int | None) -> date:
    """The last day of what is named second; a year not named again is the first one's."""
    again = _number(named.get("y2")) or _number(named.get("y")) or year
    second = {"y": str(again), "m": named.get("m2"), "d": named.get("d2")}
    if not named.get("y2") and not named.get("m2"):
        raise ValueError("no second date")
    return _days(second, year)[1]


def _shifted(named: dict[str, str | None], year: int | None) -> int:
    if year is None:
        raise ValueError("no year")
    return year - bool(named.get("last")) + bool(named.get("next"))


def _number(text: str | None) -> int:
    if not text:
        return 0
    return _DIGITS.index(text) + 1 if text in _DIGITS else int(text)
