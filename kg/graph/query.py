"""SPARQL over a built graph: the text of a query or the name of a saved one, asked of the union of all graphs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import overload

import pyoxigraph as ox
from msgspec import Struct

from kg.errors import QueryError
from kg.graph.format_names import format_named
from kg.graph.functions import PREFIX, functions
from kg.graph.store import Store, open_store
from kg.graph.terms import PREFIXES
from kg.graph.turtle import turtle
from kg.ontology import SavedQuery, queries

__all__ = ["FORMATS", "Answer", "run"]

Value = str | int | Decimal | bool | None
"""A cell as Python sees it: IRIs and strings are str, numbers int or Decimal, None where a variable is unbound."""

_PREFIXES = PREFIXES | {"kg": PREFIX}

FORMATS = ("json", "csv", "tsv", "xml", "turtle")
_TABLES = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


Row = dict[str, Value]
"""A row by variable."""


class Answer(Struct, frozen=True):
    """What a query gives: rows of a SELECT, the truth of an ASK, or the triples of a CONSTRUCT or DESCRIBE.

    As a sequence it is that of its rows, each a dict from variable to value: `len(answer)`, `answer[0]`,
    `answer[:5]`; `answer.rows` has them as tuples.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    _json: bytes = b""

    def __repr__(self) -> str:
        """How much it holds: the rows themselves may be many."""
        if self.triples is not None:
            return f"<Answer: {len(self.triples)} triples>"
        if self.boolean is not None:
            return f"<Answer: {str(self.boolean).lower()}>"
        return f"<Answer: {len(self.rows)} rows of {', '.join(self.variables)}>"

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def __bool__(self) -> bool:
        """The truth of an ASK; else whether there is anything."""
        return bool(self.rows or self.triples) if self.boolean is None else self.boolean

    def __iter__(self) -> Iterator[Row]:
        """Rows as mappings from variable to value."""
        return map(self._row, self.rows)

    def __reversed__(self) -> Iterator[Row]:
        """The same from the last row to the first."""
        return map(self._row, reversed(self.rows))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """A row, or several, as mappings from variable to value."""
        return list(map(self._row, self.rows[at])) if isinstance(at, slice) else self._row(self.rows[at])

    def _row(self, row: tuple[Value, ...]) -> Row:
        return dict(zip(self.variables, row, strict=True))

    def serialize(self, form: str) -> str:
        """The answer as a standard text: json, csv, tsv or xml for rows and truth, turtle for triples."""
        given, form = form, format_named(form, FORMATS)
        if form not in FORMATS:
            raise QueryError(f"there is no format {given}; choose one of {', '.join(FORMATS)}")
        if self.triples is not None:
            if form != "turtle":
                raise QueryError(f"triples cannot be written as {form}; use turtle")
            return "".join(turtle(sorted((str(t.subject), str(t.predicate), str(t.object)) for t in self.triples)))
        if form == "turtle":
            raise QueryError("rows cannot be written as turtle; use json, csv, tsv or xml, or ask with CONSTRUCT")
        results = ox.parse_query_results(self._json, format=ox.QueryResultsFormat.JSON)
        if self.boolean is not None and form in {"csv", "tsv"}:
            return f"{str(self.boolean).lower()}\n"
        return (results.serialize(format=_TABLES[form]) or b"").decode("utf-8")


def run(store: Store | str | Path, query: str, **parameters: object) -> Answer:
    """Ask a built graph (a Store, or its folder). `query` is SPARQL, or the name of a saved query.

    Prefixes of graph.ttl need no declaration, nor does `kg:`, for the functions of kg.graph.functions. A parameter
    binds the variable of its name: numbers and truth values as such, all else as a string. Raises QueryError, in one
    line, for what does not parse or is not to be had.
    """
    text = _bound(_text(query, parameters), parameters)
    _refuse(text)
    store = store if isinstance(store, Store) else open_store(store)
    try:
        found = store.inner.query(
            text, prefixes=_PREFIXES, use_default_graph_as_union=True, custom_functions=functions(store)
        )
        return _answer(found)
    except SyntaxError as error:
        raise QueryError(_told(text, str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _answer(found: object) -> Answer:
    if isinstance(found, ox.QueryTriples):
        return Answer(triples=tuple(sorted(set(found), key=str)))
    assert isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
    data = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
    again = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    if isinstance(again, ox.QueryBoolean):
        return Answer(boolean=bool(again), _json=data)
    names = tuple(v.value for v in again.variables)
    return Answer(names, tuple(tuple(_value(cell) for cell in row) for row in again), _json=data)


def _value(cell: object) -> Value:
    if not isinstance(cell, ox.Literal):
        return None if cell is None else getattr(cell, "value", str(cell))
    kind = cell.datatype.value.removeprefix(PREFIXES["xsd"])
    if kind == "integer":
        return int(cell.value)
    if kind in {"decimal", "double", "float"}:
        return Decimal(cell.value)
    return cell.value == "true" if kind == "boolean" else cell.value


# ------------------------------------------------------------------ saved queries and parameters


def _text(query: str, parameters: Mapping[str, object]) -> str:
    """SPARQL as it stands, or that of a saved query whose parameters are all given or have a default."""
    if re.search(r"[\s{]", query.strip()):
        return query
    saved = queries().get(query.strip())
    if saved is None:
        near = difflib.get_close_matches(query, queries(), 1)
        hint = f"; {near[0]}?" if near else f"; there are {', '.join(queries())}"
        raise QueryError(f"there is no saved query {query}{hint}")
    return _filled(saved, parameters)


def _filled(saved: SavedQuery, parameters: Mapping[str, object]) -> str:
    known = {p.name: p.default for p in saved.parameters}
    if unknown := sorted(set(parameters) - set(known)):
        takes = f"it takes {', '.join(known)}" if known else "it takes none"
        raise QueryError(f"the saved query {saved.name} has no parameter {unknown[0]}; {takes}")
    if missing := [name for name, default in known.items() if default is None and parameters.get(name) is None]:
        about = next(p.about for p in saved.parameters if p.name == missing[0])
        raise QueryError(f"the saved query {saved.name} needs the parameter {missing[0]}: {about}")
    return _bound(saved.text, {name: value for name, value in known.items() if name not in parameters})


_TOKEN = re.compile(
    r"""(?P<skip>"{3}(?:[^\\]|\\.)*?"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\s]*>|\#[^\n]*)|[?$](?P<name>\w+)|(?P<word>[A-Za-z]+)(?![\w:-])""",
    re.S,
)


def _bound(text: str, parameters: Mapping[str, object]) -> str:
    """The query with its parameters' variables written as literals, outside of strings, IRIs and comments."""
    used: set[str] = set()

    def literal(m: re.Match[str]) -> str:
        """What stands for a token: the literal of its parameter, else the token."""
        name = m["name"]
        if name is None or parameters.get(name) is None:
            return m[0]
        used.add(name)
        return str(_literal(parameters[name]))

    bound = _TOKEN.sub(literal, text)
    if unused := sorted(set(parameters) - used):
        raise QueryError(f"the query has no variable ?{unused[0]} for the parameter {unused[0]}")
    return bound


def _literal(value: object) -> ox.Literal:
    if isinstance(value, bool | int):
        return ox.Literal(value)
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))
    return ox.Literal(str(value))


def _refuse(text: str) -> None:
    """A query asks this graph only: it changes nothing, and calls no other endpoint."""
    words = [m["word"].upper() for m in _TOKEN.finditer(text) if m["word"]]
    if "SERVICE" in words:
        raise QueryError("SERVICE would call another endpoint; a query asks this graph only")
    if words and not set(words) & {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
        update = set(words) & {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"}
        if update:
            raise QueryError(f"{min(update)} would change the graph; a query only reads it")


def _told(text: str, message: str) -> str:
    """A parser's message in one line, with the line of the query that it means."""
    m = re.match(r"error at (\d+):(\d+): (.*)", message, re.S)
    if m is None:
        return f"the query does not parse: {' '.join(message.split())}"
    lines = text.splitlines() or [""]
    number, column = min(int(m[1]), len(lines)), int(m[2])
    reason = "a prefix is not declared" if "Prefix not found" in m[3] else "it does not parse"
    return f"line {number}, column {column} of the query: {reason}: {lines[number - 1].strip()}"
