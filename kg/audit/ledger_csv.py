"""ledger.csv: every number, title and quoted term of the reports, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.audit.ledger import ledger
from kg.graph.formats.tables import Table
from kg.resolve import Resolved

COLUMNS = {
    "report": "id of the report: text/ID.txt is its text",
    "what": "number, title or quote",
    "words": "the words themselves",
    "start": "where they begin in text/ID.txt, in code points",
    "end": "where they end",
    "state": "modelled (a fact holds it), explained (with a reason), or unread",
    "reason": "why it is no fact (ontology/lexicon/reasons.tsv)",
    "by": "the fact that holds it, or the rule that gave the reason",
}
"""Columns of ledger.csv, and what stands in them."""


def ledger_table(reports: Iterable[Resolved]) -> Table:
    """The ledger of all reports, one row an item, in order of the reports' ids and their text."""
    ordered = sorted(reports, key=lambda r: r.id)
    return Table("ledger", tuple(COLUMNS), (row for report in ordered for row in _rows(report)))


def _rows(report: Resolved) -> Iterator[tuple[object, ...]]:
    for row in ledger(report.found):
        start, end, quote = report.found.document.evidence(row.span)
        words = " ".join(quote.split())
        yield report.id, row.what.value, words, start, end, row.state.value, row.reason, row.by
