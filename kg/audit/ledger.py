"""The ledger: every number, title and quoted term of a report is part of a fact, or listed with the reason why not.

A row is `modelled` (a fact holds it), `explained` (by a reason of ontology/lexicon/reasons.tsv) or `unread`: what the
extraction should have taken up and did not. Nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache

from msgspec import Struct

from kg.errors import OntologyError
from kg.extract.gather import TITLE, unquoted
from kg.extract.observations.figures import figures
from kg.model import Extraction, Observation, Span
from kg.ontology import Rule, rules, words

__all__ = ["Count", "Row", "State", "What", "counts", "ledger", "unread_share"]


class What(StrEnum):
    """What a row of the ledger accounts for."""

    NUMBER = "number"
    TITLE = "title"
    QUOTE = "quote"


class State(StrEnum):
    """What became of it."""

    MODELLED = "modelled"
    EXPLAINED = "explained"
    UNREAD = "unread"


class Row(Struct, frozen=True):
    """One number, title or quoted term: a span of the reading text and what became of it.

    `reason` is set where it is explained. `by`: the fact that holds it (`Mechanism 三长联席会议`), or the rule that
    gave the reason; empty where it is unread.
    """

    span: Span
    what: What
    state: State
    reason: str = ""
    by: str = ""


class Count(Struct, frozen=True):
    """How many rows share what they are, what became of them, and why."""

    what: What
    state: State
    reason: str
    count: int


def ledger(found: Extraction) -> tuple[Row, ...]:
    """Every number, title and quoted term of a report, in order of the text."""
    facts = _Facts(found)
    titles = [Span(*m.span()) for m in TITLE.finditer(found.document.reading)]
    rows = [*_numbers(found, facts), *_titles(found, facts, titles), *_quotes(found, facts, titles)]
    return tuple(sorted(rows, key=lambda row: (row.span.start, -row.span.end)))


def counts(rows: Iterable[Row]) -> tuple[Count, ...]:
    """Counts of rows by what they are, what became of them, and why; the most frequent reason first."""
    counted = Counter((row.what, row.state, row.reason) for row in rows)
    order = {value: place for place, value in enumerate((*What, *State))}
    found = [Count(*key, count) for key, count in counted.items()]
    return tuple(sorted(found, key=lambda c: (order[c.what], order[c.state], -c.count, c.reason)))


def unread_share(rows: Iterable[Row], what: What) -> float:
    """The part of the numbers, titles or quoted terms that is unread; 0 where there are none."""
    states = [row.state for row in rows if row.what is what]
    return states.count(State.UNREAD) / len(states) if states else 0.0


# ------------------------------------------------------------------ what facts hold

_OPENING = frozenset('《“「『"')


class _Facts:
    """Which fact holds a position of the reading text.

    A number is held as the figure of an observation, as part of its period, or within a name; a title or a quoted term
    within a name, or as words of an indicator. That a fact's proof merely runs over it does not count.
    """

    def __init__(self, found: Extraction) -> None:
        self._found = found
        self._figures: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._indicators: dict[int, list[str]] = {}
        for observation in found.observations:
            self._observed(observation)
        for entity in found.entities:
            for mention in entity.mentions:
                _fill(self._names, mention.span, f"{entity.label} {entity.name}")
        for component in found.components:
            for span in (component.span, *component.part_spans):
                _fill(self._names, span, f"Component {component.whole}")

    def _observed(self, observation: Observation) -> None:
        by = f"Observation {observation.indicator}"
        _fill(self._figures, observation.number, by)
        period, reading = observation.period, self._found.document.reading
        for span in (observation.span, *observation.support):
            if period and (at := reading.find(period, *span)) >= 0:
                _fill(self._figures, Span(at, at + len(period)), by)
            for position in range(*span):
                if reading[position] in _OPENING:
                    self._indicators.setdefault(position + 1, []).append(observation.indicator)

    def of_number(self, span: Span) -> str:
        """The fact that a number is the figure of, or part of the period or name of; empty if there is none."""
        return self._figures.get(span.start) or self._figures.get(span.end - 1) or self._names.get(span.start, "")

    def of_term(self, span: Span) -> str:
        """The fact that names a term, or nearly all of it, or whose indicator speaks of it; empty if there is none."""
        counted = Counter(self._names[i] for i in range(*span) if i in self._names)
        if 4 * counted.total() >= 3 * (span.end - span.start):
            return counted.most_common(1)[0][0]
        term = unquoted(self._found.document.cut(span))
        indicators = self._indicators.get(span.start, ())
        return next((f"Observation {indicator}" for indicator in indicators if term in unquoted(indicator)), "")


def _fill(held: dict[int, str], span: Span, by: str) -> None:
    for position in range(*span):
        held.setdefault(position, by)


# ------------------------------------------------------------------ numbers

_DIGITS = re.compile(r"\d+")


def _numbers(found: Extraction, facts: _Facts) -> Iterator[Row]:
    """Figures and other numbers, and any digits that the grammar of numbers passed over."""
    reading = found.document.reading
    read: set[int] = set()
    for figure in figures(reading):
        read.update(range(*figure.number))
        furniture = any(span.covers(figure.number) for span in found.document.furniture)
        if by := facts.of_number(figure.number):
            yield Row(figure.number, What.NUMBER, State.MODELLED, by=by)
        elif furniture:
            yield Row(figure.number, What.NUMBER, State.EXPLAINED, "page", "furniture")
        elif figure.reason:
            yield Row(figure.number, What.NUMBER, State.EXPLAINED, figure.reason, figure.rule)
        else:
            yield Row(figure.number, What.NUMBER, State.UNREAD)
    for m in _DIGITS.finditer(reading):
        if m.start() not in read and m.end() - 1 not in read:
            yield Row(Span(*m.span()), What.NUMBER, State.UNREAD)


# ------------------------------------------------------------------ titles and quoted terms

_QUOTED = re.compile(r"“[^“”\n]+”|「[^「」\n]+」|『[^『』\n]+』|\"[^\"\n]+\"")
_REACH = 12


def _titles(found: Extraction, facts: _Facts, titles: list[Span]) -> Iterator[Row]:
    for span in titles:
        yield _row(found, facts, Span(span.start + 1, span.end - 1), What.TITLE)


def _quotes(found: Extraction, facts: _Facts, titles: list[Span]) -> Iterator[Row]:
    inside = {i for span in titles for i in range(*span)}
    for m in _QUOTED.finditer(found.document.reading):
        span = Span(m.start() + 1, m.end() - 1)
        if span.start in inside:
            yield Row(span, What.QUOTE, State.EXPLAINED, "inner", "in-a-title")
        else:
            yield _row(found, facts, span, What.QUOTE)


def _row(found: Extraction, facts: _Facts, span: Span, what: What) -> Row:
    if by := facts.of_term(span):
        return Row(span, what, State.MODELLED, by=by)
    rule = _reason(found.document.reading, span, what)
    if rule is None or not rule.gives["reason"]:
        return Row(span, what, State.UNREAD)
    return Row(span, what, State.EXPLAINED, rule.gives["reason"], rule.name)


def _reason(reading: str, span: Span, what: What) -> Rule | None:
    """The first rule that says why a term is no fact, or that it should be one."""
    left = reading[max(0, span.start - 1 - _REACH) : span.start - 1].rpartition("\n")[2]
    right = reading[span.end + 1 : span.end + 1 + _REACH].partition("\n")[0]
    frame = f"{left}<{reading[slice(*span)]}>{right}"
    return next((rule for rule in _rules(what) if rule.pattern.search(frame)), None)


@cache
def _rules(what: What) -> tuple[Rule, ...]:
    known = {"", *words("reasons", what=str(what))}
    found = tuple(rule for rule in rules("ledger") if rule.gives["what"] == what)
    for rule in found:
        if rule.gives["reason"] not in known:
            raise OntologyError(f"rules/ledger.toml: {rule.name}: reason is not in lexicon/reasons.tsv")
    return found
