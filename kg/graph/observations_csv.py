"""observations.csv: every figure of the reports with its context, for people who compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from kg.graph.formats.tables import Table
from kg.graph.periods import interval, whole_year
from kg.model import SELF, Document, Observation, Status
from kg.naming import Metric
from kg.resolve import Resolved

COLUMNS = {
    "report": "id of the report: text/ID.txt is its text",
    "bureau": "who reports",
    "year": "the year reported on",
    "indicator": "what is counted or rated, in the words of the report",
    "metric": "IRI under which the figures of several reports meet",
    "value": "the number multiplied out; the lower end of a range; empty where the text is redacted",
    "high": "upper end of a range",
    "unit": "the measure word as written, without 万 and 亿",
    "bound": "exact, over, about or under",
    "number_start": "where the number itself begins in text/ID.txt, in code points; one row each",
    "part_of": "number_start of the row of which this one is a part, in the same unit; leave such rows out of sums",
    "period": "empty: the report year; else the words that say which",
    "first_day": "first day of the period, else of the report year; empty where open, and for plans without period",
    "last_day": "its last day",
    "actor": "whose figure it is; empty: nobody's",
    "about": "the mechanism or program that it is the figure of",
    "status": "done, planned or gap",
    "section": "the headings above it, outermost first",
    "quote": "the words that say so",
    "start": "where they begin in text/ID.txt, in code points",
    "end": "where they end",
    "rule": "the rule that read them",
}
"""Columns of observations.csv, and what stands in them; text that begins like a formula has an apostrophe before it."""


def observations_table(reports: Iterable[Resolved]) -> Table:
    """All figures of all reports, one row each, in order of the reports' ids and their text."""
    ordered = sorted(reports, key=lambda r: r.id)
    return Table("observations", tuple(COLUMNS), (row for report in ordered for row in _rows(report)))


def _rows(report: Resolved) -> Iterator[tuple[object, ...]]:
    pairs = zip(report.found.observations, report.metrics, strict=True)
    for observation, metric in sorted(pairs, key=lambda p: p[0].number):
        yield _row(report, observation, metric)


def _headings(document: Document, position: int) -> list[str]:
    """The headings above a place, outermost first, numbers included; run-in points have their lead."""
    section, above = document.section_at(position), []
    while section is not None:
        above.append(section.number + document.cut(section.title))
        section = None if section.parent is None else document.sections[section.parent]
    return [heading for heading in reversed(above) if heading]


def _days(row: Observation, year: int | None) -> tuple[date | None, date | None]:
    """The days that a figure covers, as far as its words tell them or the year of its report, if it is no plan."""
    reported = whole_year(year) if year and row.status is not Status.PLANNED else None
    days = interval(row.period, year) if row.period else reported
    return (days.first, days.last) if days else (None, None)


def _row(report: Resolved, row: Observation, metric: Metric) -> tuple[object, ...]:
    found, quantity = report.found, row.quantity
    start, end, quote = found.document.evidence(row.span)
    return (
        report.id,
        found.bureau,
        found.document.meta.year,
        row.indicator,
        metric.iri,
        *("" if n is None else Decimal(f"{n.normalize():f}") for n in (quantity.value, quantity.high)),
        quantity.unit,
        quantity.bound.value,
        found.document.evidence(row.number).start,
        found.document.evidence(row.whole).start if row.whole else "",
        row.period,
        *_days(row, found.document.meta.year),
        found.bureau if row.actor == SELF else row.actor,
        row.about,
        row.status.value,
        " / ".join(_headings(found.document, row.number.start)),
        quote,
        start,
        end,
        row.rule,
    )
