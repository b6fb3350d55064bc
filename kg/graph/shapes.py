"""SHACL: each report's graph and the shared one against ontology/shapes/, with pySHACL, piece by piece.

A piece is small enough for memory whatever the size of the graph: one report, or a stretch of the shared graph, with
the types of the things that it points at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.engine import mapped
from kg.graph.store import Store, open_store
from kg.graph.terms import METADATA, SHARED, VOCABULARY, term
from kg.ontology import folder

if TYPE_CHECKING:
    import rdflib

__all__ = ["Result", "check_graph", "shacl_report", "validate"]

_SH = "http://www.w3.org/ns/shacl#"
_PIECE = 10_000
"""Triples of the shared graph that are validated at once."""


class Result(NamedTuple):
    """One thing that breaks a shape: the node, the property, what is wrong, the value, the constraint, the shape."""

    focus: str
    path: str
    message: str
    value: str
    component: str
    shape: str


class _Piece(NamedTuple):
    """A graph, or what it says of some subjects, and the name of the shapes that it must fit."""

    graph: str
    shapes: str
    subjects: tuple[str, ...] = ()


def validate(
    built: Store | str | Path, *, executor: Executor | None = None, workers: int | None = None
) -> tuple[Result, ...]:
    """What breaks a shape in a built graph, sorted; nothing if it conforms. The work runs as in `kg.engine`."""
    store = built if isinstance(built, Store) else open_store(built)
    found: set[Result] = set()
    work = partial(_validated, str(store.folder))
    try:
        for results in mapped(work, _pieces(store.inner), executor=executor, workers=workers):
            found.update(results)
    finally:
        _opened.cache_clear()
    return tuple(sorted(found))


@cache
def _opened(path: str) -> ox.Store:
    return open_store(path).inner


@cache
def _shapes(name: str) -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(folder() / "shapes" / f"{name}.ttl", format="turtle")


# ------------------------------------------------------------------ pieces


def _pieces(store: ox.Store) -> list[_Piece]:
    names = sorted({name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)})
    reports = [name for name in names if name not in {VOCABULARY.value, METADATA.value, SHARED.value}]
    return [*_stretches(store), *(_Piece(name, "report") for name in reports)]


def _stretches(store: ox.Store) -> Iterator[_Piece]:
    """The shared graph in stretches of whole subjects."""
    nodes = (quad.subject for quad in store.quads_for_pattern(None, None, None, SHARED))
    sizes = Counter(node.value for node in nodes if isinstance(node, ox.NamedNode))
    chosen: list[str] = []
    triples = 0
    for subject, size in sorted(sizes.items()):
        chosen.append(subject)
        triples += size
        if triples >= _PIECE:
            yield _Piece(SHARED.value, "shared", tuple(chosen))
            chosen, triples = [], 0
    if chosen:
        yield _Piece(SHARED.value, "shared", tuple(chosen))


def _triples(store: ox.Store, piece: _Piece) -> list[ox.Triple]:
    """The triples of a piece, and the types of what they point at."""
    graph = ox.NamedNode(piece.graph)
    subjects: list[ox.NamedNode | None] = [ox.NamedNode(subject) for subject in piece.subjects]
    subjects = subjects or [None]
    own = [quad.triple for subject in subjects for quad in store.quads_for_pattern(subject, None, None, graph)]
    there = {triple.subject for triple in own}
    ends = {triple.object for triple in own if isinstance(triple.object, ox.NamedNode)} - there
    types = (quad.triple for end in ends for quad in store.quads_for_pattern(end, term("rdf:type"), None))
    return [*own, *types]


# ------------------------------------------------------------------ pySHACL


def _validated(path: str, piece: _Piece) -> list[Result]:
    return check_graph(_triples(_opened(path), piece), piece.shapes)


def check_graph(triples: list[ox.Triple], shapes: str) -> list[Result]:
    """What breaks the shapes of a file in ontology/shapes/."""
    import pyshacl

    graph = _as_rdflib(triples)
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(shapes), inference="none", inplace=True)
    return [] if conforms else _results(report)


def _as_rdflib(triples: list[ox.Triple]) -> rdflib.Graph:
    """The triples in rdflib, each term made once."""
    import rdflib

    made: dict[object, rdflib.term.Identifier] = {}

    def node(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Identifier:
        """A term in rdflib."""
        if value not in made:
            if isinstance(value, ox.Literal):
                plain = value.language or value.datatype == term("xsd:string")
                kind = None if plain else rdflib.URIRef(value.datatype.value)
                made[value] = rdflib.Literal(value.value, lang=value.language, datatype=kind)
            elif isinstance(value, ox.NamedNode):
                made[value] = rdflib.URIRef(value.value)
            else:
                made[value] = rdflib.BNode(str(value).removeprefix("_:"))
        return made[value]

    graph = rdflib.Graph()
    for triple in triples:
        graph.add((node(triple.subject), node(triple.predicate), node(triple.object)))
    return graph


def _results(report: rdflib.Graph) -> list[Result]:
    import rdflib

    sh = rdflib.Namespace(_SH)
    found = []
    for result in report.objects(None, sh.result):

        def one(name: str, result: rdflib.term.Node = result) -> str:
            """The first value of a property of the result."""
            return min((str(value) for value in report.objects(result, sh[name])), default="")

        path = report.value(result, sh.resultPath)
        told = str(path) if isinstance(path, rdflib.URIRef) else ""
        shape = report.value(result, sh.sourceShape)
        named = str(shape) if isinstance(shape, rdflib.URIRef) else ""
        component = one("sourceConstraintComponent").removeprefix(_SH)
        found.append(Result(one("focusNode"), told, one("resultMessage"), one("value"), component, named))
    return found


# ------------------------------------------------------------------ the report as SHACL has it


def shacl_report(results: tuple[Result, ...]) -> str:
    """A SHACL validation report in Turtle; the same bytes for the same results."""
    head = f"@prefix sh: <{_SH}> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
    conforms = str(not results).lower()
    body = "".join(f" ;\n    sh:result [ {_written(result)} ]" for result in results)
    return f"{head}[] a sh:ValidationReport ;\n    sh:conforms {conforms}{body} .\n"


def _written(result: Result) -> str:
    def node(text: str) -> str:
        """An IRI or a literal, as Turtle writes it."""
        return str(ox.NamedNode(text) if text.startswith(("https://", "http://")) else ox.Literal(text))

    pairs = (
        ("sh:focusNode", node(result.focus)),
        ("sh:resultPath", node(result.path) if result.path else ""),
        ("sh:value", node(result.value) if result.value else ""),
        ("sh:resultMessage", str(ox.Literal(result.message)) if result.message else ""),
        ("sh:sourceConstraintComponent", f"<{_SH}{result.component}>"),
        ("sh:sourceShape", node(result.shape) if result.shape else ""),
    )
    told = " ; ".join(f"{name} {value}" for name, value in pairs if value)
    return f"a sh:ValidationResult ; sh:resultSeverity sh:Violation ; {told}"
