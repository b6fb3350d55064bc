"""report.md: what a build read, found and left, and why, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.audit.ledger import State, counts, ledger
from kg.audit.reporters import doubtful, file_of
from kg.model import Label
from kg.resolve import Resolved

_KINDS = [label.value for label in Label]


def summary(
    reports: Sequence[Resolved],
    failures: Iterable[tuple[str, str]] = (),
    twice: Iterable[tuple[str, str]] = (),
    applied: Iterable[str] = (),
    unused: Iterable[str] = (),
) -> str:
    """The text of report.md.

    `failures`: path and reason; `twice`: path, and the path with the same text; `applied`: corrections;
    `unused`: those of other reports.
    """
    parts = ["# What was read, found and left", *_read(reports), *_found(reports), *_accounts(reports)]
    parts += _list(
        "Files that are in no graph", (f"`{path}`: {reason.removeprefix(f'{path}: ')}" for path, reason in failures)
    )
    parts += _list("Reports whose reporter is not known", doubtful(reports))
    parts += _list("Files with the text of another", (f"`{path}`: as `{same}`" for path, same in twice))
    parts += _list("Corrections by a reader", applied)
    parts += _list("Corrections of reports that are not here", unused)
    parts += _list(
        "Names that stand for no entity", (f"{r.id}: {row.what} ({row.why})" for r in reports for row in r.unplaced)
    )
    return "\n".join(parts) + "\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join("" if cell is None else _cell(str(cell)) for cell in row) + " |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _list(title: str, lines: Iterable[str]) -> list[str]:
    lines = [f"- {_cell(line)}" for line in lines]
    return ["", f"## {title}", "", *lines] if lines else []


def _read(reports: Sequence[Resolved]) -> list[str]:
    rows = []
    for r in reports:
        meta, document = r.found.document.meta, r.found.document
        rows.append(
            (
                r.id,
                file_of(r),
                r.found.bureau or "not known",
                meta.year,
                meta.published,
                len(document.text),
                ", ".join(meta.stated),
            )
        )
    header = ("report", "file", "bureau", "year", "published", "characters", "from the manifest")
    return ["", "## Read", "", *_table(header, rows)]


def _found(reports: Sequence[Resolved]) -> list[str]:
    rows = []
    for r in reports:
        kinds = Counter(entity.label.value for entity in r.found.entities)
        figures, names, links = r.found.observations, r.found.components, r.found.relations
        rows.append((r.id, *(kinds[k] for k in _KINDS), len(figures), len(names), len(links)))
    header = ("report", *_KINDS, "Observation", "CollectiveName", "Relation")
    return ["", "## Found", "", *_table(header, rows)]


def _accounts(reports: Sequence[Resolved]) -> list[str]:
    """The ledger over all reports: what became of every number, title and quoted term."""
    every = [(report, row) for report in reports for row in ledger(report.found)]
    rows = ((c.what.value, c.state.value, c.reason, c.count) for c in counts(row for _, row in every))
    table = _table(("what", "state", "reason", "count"), rows)
    unread = [
        f"{report.id}: {row.what.value} {report.found.document.cut(row.span)}"
        for report, row in every
        if row.state is State.UNREAD
    ]
    return ["", "## Numbers, titles and quoted terms", "", *table, *_list("Unread", unread)]
