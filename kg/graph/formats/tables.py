"""Tables of a built graph: observations, entities, relations, as CSV that spreadsheets open safely, and as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.errors import UsageError
from kg.graph.formats.source import Source
from kg.graph.query import run

if TYPE_CHECKING:
    import pyarrow

_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Characters at the beginning of a cell that make a spreadsheet take it for a formula."""

_COLUMNS = {
    "observations": "iri report year indicator metric value high unit bound status part_of period first_day last_day "
    "actor actor_name about about_name quote text begin end rule",
    "entities": "iri type name other_names kind division number reports",
    "relations": "iri subject subject_name predicate object object_name status report year quote text begin end rule",
}
_NUMBERS = {"value": "decimal", "high": "decimal", "year": "integer", "begin": "integer", "end": "integer"}
_NUMBERS |= {"reports": "integer"}

_OBSERVATIONS = """SELECT ?iri ?report ?year ?indicator ?metric ?value ?high ?unit ?bound ?status ?part_of
    ?period ?first_day ?last_day ?actor ?actor_name ?about ?about_name ?quote ?text ?begin ?end ?rule WHERE {
  ?iri a fz:Observation ; fz:report ?report ; fz:metric ?metric ; fz:unit ?unit ; fz:bound/skos:notation ?bound ;
    fz:status/skos:notation ?status ; fz:evidence ?e ; prov:wasGeneratedBy/prov:used/rdfs:label ?rule .
  ?metric rdfs:label ?ml .
  ?e nif:referenceContext/fz:file ?text ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?quote .
  OPTIONAL { ?iri fz:indicator ?i } OPTIONAL { ?iri fz:value ?value } OPTIONAL { ?iri fz:high ?high }
  OPTIONAL { ?iri dcterms:isPartOf ?part_of } OPTIONAL { ?iri fz:period ?period }
  OPTIONAL { ?report fz:year ?y BIND(STR(?y) AS ?year) }
  OPTIONAL { ?iri fz:interval/time:hasBeginning/time:inXSDDate ?b1 }
  OPTIONAL { ?iri fz:interval/time:hasEnd/time:inXSDDate ?e1 }
  OPTIONAL { ?report dcterms:temporal ?y0 . ?y0 time:hasBeginning/time:inXSDDate ?b0 ; time:hasEnd/time:inXSDDate ?e0 }
  OPTIONAL { ?iri fz:actor ?actor . FILTER(?actor != fz:unknownActor) ?actor rdfs:label ?al }
  OPTIONAL { ?iri fz:about ?about . FILTER(?about != fz:unknownAbout) ?about rdfs:label ?bl }
  BIND(STR(COALESCE(?i, ?ml)) AS ?indicator) BIND(STR(?al) AS ?actor_name) BIND(STR(?bl) AS ?about_name)
  BIND(?status != "planned" AS ?reported) BIND(STR(IF(BOUND(?period), ?b1, IF(?reported, ?b0, ?none))) AS ?first_day)
  BIND(STR(IF(BOUND(?period), ?e1, IF(?reported, ?e0, ?none))) AS ?last_day)
} ORDER BY ?report ?begin ?iri"""
_ENTITIES = """SELECT ?iri ?type ?name (GROUP_CONCAT(DISTINCT ?other; separator="；") AS ?other_names) ?kind
    ?division ?number (COUNT(DISTINCT ?report) AS ?reports) WHERE {
  VALUES ?class { fz:Bureau fz:Mechanism fz:Program fz:LegalInstrument fz:Honour fz:Metric }
  ?iri a ?class ; rdfs:label ?label . BIND(STRAFTER(STR(?class), "#") AS ?type) BIND(STR(?label) AS ?name)
  OPTIONAL { ?iri skos:altLabel ?a BIND(STR(?a) AS ?other) } OPTIONAL { ?iri fz:kind/skos:notation ?kind }
  OPTIONAL { ?iri fz:division/skos:notation ?division } OPTIONAL { ?iri fz:number ?number }
  OPTIONAL { ?m fz:thing|fz:metric ?iri ; fz:report ?report }
} GROUP BY ?iri ?type ?name ?kind ?division ?number ORDER BY ?type ?iri"""
_RELATIONS = """SELECT ?iri ?subject ?subject_name ?predicate ?object ?object_name ?status ?report ?year ?quote ?text
    ?begin ?end ?rule WHERE {
  { ?iri fz:actor ?subject ; fz:role ?p ; fz:thing ?object } UNION
  { ?iri rdf:subject ?subject ; rdf:predicate ?p ; rdf:object ?object . FILTER(STRSTARTS(STR(?p), STR(fz:))) }
  BIND(STRAFTER(STR(?p), "#") AS ?predicate) ?subject rdfs:label ?sl . ?object rdfs:label ?ol .
  BIND(STR(?sl) AS ?subject_name) BIND(STR(?ol) AS ?object_name)
  OPTIONAL { ?iri fz:status/skos:notation ?status } OPTIONAL { ?iri prov:wasGeneratedBy/prov:used/rdfs:label ?rule }
  OPTIONAL { ?iri fz:report ?report OPTIONAL { ?report fz:year ?y BIND(STR(?y) AS ?year) } }
  OPTIONAL { ?iri fz:evidence ?e . ?e nif:referenceContext/fz:file ?text ; nif:beginIndex ?begin ; nif:endIndex ?end ;
    nif:anchorOf ?quote }
} ORDER BY ?report ?begin ?iri"""
_QUERIES = {"observations": _OBSERVATIONS, "entities": _ENTITIES, "relations": _RELATIONS}


class Table(Struct, frozen=True):
    """A table by name, with its columns and rows."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]


def tables(source: Source) -> Iterator[Table]:
    """Observations, entities and relations."""
    for name, query in _QUERIES.items():
        answer = run(source.store, query)
        assert answer.variables == tuple(_COLUMNS[name].split()), name
        yield Table(name, answer.variables, answer.rows)


def excel_safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def as_csv(table: Table) -> Iterator[str]:
    """A table as CSV for Excel: a byte-order mark, so that Chinese shows; no cell that is run as a formula."""
    yield "\ufeff"
    yield from _written(table, excel_safe)


def as_plain_csv(table: Table) -> Iterator[str]:
    """A table as CSV for programs: cells as they are."""
    return _written(table, lambda cell: cell)


def _written(table: Table, cell: Callable[[object], object]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(["" if value is None else cell(value) for value in row])
        if out.tell() > 1 << 16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def write_parquet(table: Table, path: Path) -> None:
    """A table as Parquet with typed columns; needs the extra `parquet`."""
    arrow, parquet = _pyarrow()
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [_array(arrow, name, column) for name, column in zip(table.columns, columns, strict=True)]
    parquet.write_table(arrow.Table.from_arrays(arrays, names=list(table.columns)), path)


def require_parquet() -> None:
    """Raises UsageError where the extra `parquet` is not installed."""
    _pyarrow()


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow: pip install 'fazhi-kg[parquet]', or in a clone pip install -e '.[parquet]'"
        ) from error
    return pyarrow, pyarrow.parquet


def _array(arrow: Any, name: str, column: Iterable[object]) -> pyarrow.Array:
    kind = _NUMBERS.get(name)
    if kind == "integer":
        return arrow.array([None if v is None else int(str(v)) for v in column], type=arrow.int64())
    if kind == "decimal":
        wide = (None if v is None else Decimal(str(v)) for v in column)
        return arrow.array([None if v is None else v.quantize(Decimal("1e-6")) for v in wide], arrow.decimal128(38, 6))
    return arrow.array([None if v is None else str(v) for v in column], type=arrow.string())
