"""Exports: each format by its name, as one stream of text or as a folder of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import UsageError
from kg.graph.format_names import format_named
from kg.graph.formats import facts, networks, rdf, tables
from kg.graph.formats.source import Source, source
from kg.graph.store import Store

__all__ = ["FORMATS", "TABLES", "Source", "export", "known", "planned_tables", "source", "write_tables"]

FORMATS: dict[str, Callable[[Source], Iterator[str]]] = {
    "turtle": rdf.as_turtle,
    "trig": rdf.as_trig,
    "ntriples": rdf.as_ntriples,
    "nquads": rdf.as_nquads,
    "jsonld": rdf.as_jsonld,
    "context": rdf.as_context,
    "rdfxml": rdf.as_rdfxml,
    "graphml": networks.as_graphml,
    "gexf": networks.as_gexf,
    "nanopub": facts.as_nanopubs,
    "oa": facts.as_selectors,
}
"""Formats of one file, and what writes them."""

TABLES = ("csv", "parquet", "neo4j")
"""Formats of several files, which go into a folder."""


def known(form: str) -> str:
    """The format that a name or another name of it stands for. Raises UsageError where it stands for none."""
    found = format_named(form, (*FORMATS, *TABLES))
    if found not in FORMATS and found not in TABLES:
        raise UsageError(f"there is no format {form}; choose one of {', '.join((*FORMATS, *TABLES))}")
    return found


def export(built: Store | str | Path, form: str, *, about: str | None = None) -> Iterator[str]:
    """A built graph in a format of one file, piece by piece; `about`: only what it says of one thing."""
    form = known(form)
    if form in TABLES:
        raise UsageError(f"{form} is several files: write_tables writes them")
    return FORMATS[form](source(built, about))


def write_tables(built: Store | str | Path, form: str, out: Path, *, about: str | None = None) -> list[Path]:
    """A built graph as tables in a folder: the files that were written. Nothing is, where a library is missing."""
    if form == "parquet":
        tables.require_parquet()
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for path, table in _tables(built, form, out, about):
        if form == "parquet":
            tables.write_parquet(table, path)
        else:
            _write(path, tables.as_csv(table) if form == "csv" else tables.as_plain_csv(table))
        written.append(path)
    return written


def planned_tables(
    built: Store | str | Path, form: str, out: Path, *, about: str | None = None
) -> list[tuple[Path, int]]:
    """The files that `write_tables` would write, each with the number of its rows below the header."""
    return [(path, sum(1 for _ in table.rows)) for path, table in _tables(built, form, out, about)]


def _tables(built: Store | str | Path, form: str, out: Path, about: str | None) -> Iterator[tuple[Path, tables.Table]]:
    chosen, ending = source(built, about), "parquet" if form == "parquet" else "csv"
    for table in networks.neo4j_tables(chosen) if form == "neo4j" else tables.tables(chosen):
        yield out / f"{table.name}.{ending}", table


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(pieces)
